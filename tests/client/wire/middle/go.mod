module middle

go 1.19
