# Completion offers what the programs and the configuration have.
cat >ask.bash <<'EOF'
. "$ETC/completion/sluice"
ask() {
	COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
	_sluice
	printf '%s\n' "${COMPREPLY[@]}"
}
ask slawatch -p pro
ask slawatch --contract off
ask archive app
ask logtail --resu
ask reportfmt -o h
EOF
bash ask.bash
