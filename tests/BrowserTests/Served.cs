using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Throughline.BrowserTests;

/// <summary>The built program, run as its users run it: a process of its own, on a free port and an empty data folder.</summary>
public sealed class Served : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("throughline-browser-");
    private readonly ConcurrentQueue<string> _said = new();
    private Process? _program;

    /// <summary>Without a slash at its end. Named <c>localhost</c>, because a browser trusts that name without HTTPS.</summary>
    public string Address { get; private set; } = "";

    /// <summary>What the program wrote so far: the set-up link, faults.</summary>
    public string Said => string.Join('\n', _said);

    public async ValueTask InitializeAsync()
    {
        var port = FreePort();
        Address = $"http://localhost:{port}";
        var start = new ProcessStartInfo(Built())
        {
            // Links in the pages must lead to the name that the browser uses.
            ArgumentList = { "serve", "--data", Path.Combine(_folder.FullName, "data"), "--urls", $"http://127.0.0.1:{port}", "--public-url", Address },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _program = Process.Start(start) ?? throw new InvalidOperationException("The program did not start.");
        _program.OutputDataReceived += (_, e) => Hear(e.Data);
        _program.ErrorDataReceived += (_, e) => Hear(e.Data);
        _program.BeginOutputReadLine();
        _program.BeginErrorReadLine();
        await ReadyAsync(_program);
    }

    public async ValueTask DisposeAsync()
    {
        if (_program is not null)
        {
            if (!_program.HasExited)
            {
                _program.Kill();
                await _program.WaitForExitAsync();
            }

            _program.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    private async Task ReadyAsync(Process program)
    {
        using var http = new HttpClient();
        var waited = Stopwatch.StartNew();
        while (waited.Elapsed < Patience && !program.HasExited)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri($"{Address}/readyz"));
                if (answer.IsSuccessStatusCode)
                {
                    // Without its style sheets a page shows nothing that contrast or size could be judged by.
                    using var styles = await http.GetAsync(new Uri($"{Address}/desk.css"));
                    styles.EnsureSuccessStatusCode();
                    return;
                }
            }
            catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConnectionError)
            {
                // Not listening yet.
            }

            await Task.Delay(50);
        }

        throw new InvalidOperationException($"The program was not ready {(program.HasExited ? "and ended" : "in time")}. It said:\n{Said}");
    }

    private void Hear(string? line)
    {
        if (line is not null)
        {
            _said.Enqueue(line);
        }
    }

    /// <summary>Host's own output, of the same configuration as these tests: its web files lie beside it.</summary>
    private static string Built()
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var root = output.Parent!.Parent!.Parent!.Parent!.Parent!.FullName;
        return Path.Combine(root, "src", "Host", "bin", output.Parent.Name, output.Name, "throughline");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
