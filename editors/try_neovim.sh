#!/bin/sh
# Drives a real, headless Neovim (0.7 or newer) against `fastapi-lint server`: diagnostics, a quick fix on a
# line with an emoji, `source.fixAll`. No part of the test run. Usage: try_neovim.sh [path of fastapi-lint]
set -eu

command=${1:-fastapi-lint}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/app"
printf '[project]\nname = "app"\n' > "$folder/pyproject.toml"
cat > "$folder/app/main.py" <<'PYTHON'
import time

from fastapi import FastAPI

app = FastAPI()


@app.get("/")
async def slow() -> None:
    print("😀"); time.sleep(1)


def plain() -> None:  # fastapi-lint: ignore[blocking-sleep]
    pass
PYTHON

cat > "$folder/try.lua" <<'LUA'
local function try()
  local buffer = vim.api.nvim_get_current_buf()
  local client_id = vim.lsp.start_client({
    name = "fastapi-lint",
    cmd = { vim.env.FASTAPI_LINT, "server" },
    root_dir = vim.env.FOLDER,
  })
  vim.lsp.buf_attach_client(buffer, client_id)
  local function diagnostics(count)
    assert(vim.wait(15000, function() return #vim.diagnostic.get(buffer) == count end, 20),
      "expected " .. count .. " diagnostics, not " .. vim.inspect(vim.diagnostic.get(buffer)))
    return vim.diagnostic.get(buffer)
  end
  local function apply(kind, title)
    local shown = {}
    for _, diagnostic in ipairs(vim.diagnostic.get(buffer)) do
      table.insert(shown, diagnostic.user_data.lsp.code and vim.tbl_extend("force", {
        range = {
          start = { line = diagnostic.lnum, character = diagnostic.col },
          ["end"] = { line = diagnostic.end_lnum, character = diagnostic.end_col },
        },
        message = diagnostic.message,
        source = diagnostic.source,
      }, diagnostic.user_data.lsp))
    end
    local params = vim.lsp.util.make_range_params()
    params.context = { diagnostics = shown, only = { kind } }
    local answers = vim.lsp.buf_request_sync(buffer, "textDocument/codeAction", params, 10000)
    for _, action in ipairs(answers[client_id].result) do
      if action.title:find(title, 1, true) then
        if not action.edit then
          action = vim.lsp.buf_request_sync(buffer, "codeAction/resolve", action, 10000)[client_id].result
        end
        vim.lsp.util.apply_workspace_edit(action.edit, vim.lsp.get_client_by_id(client_id).offset_encoding)
        return
      end
    end
    error("no action " .. title .. " in " .. vim.inspect(answers))
  end

  local names = {}
  for _, diagnostic in ipairs(diagnostics(2)) do table.insert(names, diagnostic.user_data.lsp.code) end
  table.sort(names)
  assert(vim.deep_equal(names, { "FAPI001", "FAPI101" }), vim.inspect(names))
  apply("quickfix", "Disable blocking-sleep")
  diagnostics(1)
  local line = vim.api.nvim_buf_get_lines(buffer, 9, 10, true)[1]
  assert(line == '    print("😀"); time.sleep(1)  # fastapi-lint: ignore[blocking-sleep]', line)
  apply("source.fixAll.fastapi-lint", "Fix all")
  diagnostics(0)
  line = vim.api.nvim_buf_get_lines(buffer, 12, 13, true)[1]
  assert(line == "def plain() -> None:", line)
  vim.lsp.stop_client(client_id)
end

local worked, problem = pcall(try)
io.stdout:write(worked and "Neovim: diagnostics, quick fix and fix all work\n" or tostring(problem) .. "\n")
vim.cmd(worked and "qall!" or "cquit 1")
LUA

FASTAPI_LINT=$command FOLDER=$folder timeout 60 \
  nvim --clean --headless "$folder/app/main.py" -c "luafile $folder/try.lua"
