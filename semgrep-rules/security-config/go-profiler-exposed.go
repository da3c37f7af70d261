package main

import (
	"net/http"
	// ruleid: go-profiler-exposed
	_ "net/http/pprof"
	// ok: go-profiler-exposed
	"runtime/pprof"
)

func main() {
	// ok: go-profiler-exposed
	pprof.StartCPUProfile(file)
	// ok: go-profiler-exposed
	http.ListenAndServe(":80", nil)
}
