// middle MODE CERTIFICATE: somebody in the middle, who has the server's certificate and not its key.
//
//	own:    shows the certificate itself
//	v1:     shows an X.509 v1 certificate with the server's public key in it
//	broken: the same, of version 3 with an extension that cannot be read
//	other:  shows a certificate of its own for chat.invalid, with the server's name
//
// and in all but the last case signs with another key. Prints its port, then a line for each connection: "refused", or
// "heard" and how many bytes it was told.
package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/asn1"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"os"
	"time"
)

// liar says that it has the server's key, and signs with its own.
type liar struct {
	own    *ecdsa.PrivateKey
	public crypto.PublicKey
}

func (l liar) Public() crypto.PublicKey { return l.public }

func (l liar) Sign(random io.Reader, digest []byte, options crypto.SignerOpts) ([]byte, error) {
	return l.own.Sign(random, digest, options)
}

type algorithm struct{ ID asn1.ObjectIdentifier }

type validity struct{ From, Until time.Time }

type version1 struct {
	Serial    *big.Int
	Algorithm algorithm
	Issuer    asn1.RawValue
	Validity  validity
	Subject   asn1.RawValue
	Key       asn1.RawValue
}

type version3 struct {
	Version    int `asn1:"explicit,tag:0"`
	Serial     *big.Int
	Algorithm  algorithm
	Issuer     asn1.RawValue
	Validity   validity
	Subject    asn1.RawValue
	Key        asn1.RawValue
	Extensions asn1.RawValue
}

type signed struct {
	Body      asn1.RawValue
	Algorithm algorithm
	Signature asn1.BitString
}

var ecdsaSHA256 = algorithm{asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 2}}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func raw(bytes []byte) asn1.RawValue { return asn1.RawValue{FullBytes: bytes} }

func sign(body []byte, key *ecdsa.PrivateKey) []byte {
	hash := sha256.Sum256(body)
	signature := must(ecdsa.SignASN1(rand.Reader, key, hash[:]))
	bits := asn1.BitString{Bytes: signature, BitLength: 8 * len(signature)}
	return must(asn1.Marshal(signed{raw(body), ecdsaSHA256, bits}))
}

func forge(mode string, server *x509.Certificate, own *ecdsa.PrivateKey) ([]byte, crypto.Signer) {
	serial := big.NewInt(7)
	good := validity{time.Now().Add(-time.Hour).UTC(), time.Now().Add(1000 * time.Hour).UTC()}
	name, key := raw(server.RawSubject), raw(server.RawSubjectPublicKeyInfo)
	lie := liar{own, server.PublicKey}
	switch mode {
	case "own":
		return server.Raw, lie
	case "v1":
		return sign(must(asn1.Marshal(version1{serial, ecdsaSHA256, name, good, name, key})), own), lie
	case "broken":
		extensions := raw([]byte{0xa3, 0x04, 0x30, 0x02, 0x05, 0x00})
		return sign(must(asn1.Marshal(version3{2, serial, ecdsaSHA256, name, good, name, key, extensions})), own), lie
	default:
		template := x509.Certificate{
			SerialNumber: serial, RawSubject: server.RawSubject, DNSNames: []string{"chat.invalid"},
			NotBefore: good.From, NotAfter: good.Until,
		}
		return must(x509.CreateCertificate(rand.Reader, &template, &template, own.Public(), own)), own
	}
}

func answer(conn net.Conn) {
	defer conn.Close()
	if conn.(*tls.Conn).Handshake() != nil {
		fmt.Println("refused")
		return
	}
	conn.SetReadDeadline(time.Now().Add(time.Second))
	heard, _ := io.Copy(io.Discard, conn)
	fmt.Println("heard", heard)
}

func main() {
	block, _ := pem.Decode(must(os.ReadFile(os.Args[2])))
	server := must(x509.ParseCertificate(block.Bytes))
	own := must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	chain, signer := forge(os.Args[1], server, own)
	shown := tls.Certificate{Certificate: [][]byte{chain}, PrivateKey: signer}
	listener := must(tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{shown}}))
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	for {
		go answer(must(listener.Accept()))
	}
}
