# make run      set up, build and do the main job: 20 disks, 1,048,575 steps, zero errors
# make test     set up, build and pass every test
# make check    formatting, layering, file sizes (no build)
# make bench    the benchmarks, printed as a table
# make docs     the DocC documentation as static pages in .build/docs
# make install  one self-contained binary in PREFIX/bin (default /usr/local)
#
# CPU=native (default) builds for this machine; CPU=x86-64-v3 for most machines since 2013; CPU=baseline for any.

PREFIX ?= /usr/local
CPU ?= native
export CPU

.PHONY: run test check bench docs install setup clean

run: setup
	@Scripts/build.sh --product maker
	@"$$(Scripts/build.sh --show-bin-path)/maker" run hanoi

test: setup check
	@Scripts/setup.sh tests
	@Scripts/test.sh

check:
	@Scripts/check.sh

bench: setup
	@Scripts/bench.sh

docs: setup
	@Scripts/docs.sh

install: setup
	@Scripts/install.sh "$(PREFIX)"

setup:
	@Scripts/setup.sh

clean:
	@rm -rf .build .build-static
