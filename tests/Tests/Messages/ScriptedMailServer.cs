using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Throughline.Tests.Messages;

/// <summary>A mail server on a port of this machine: speaks SMTP over TCP, and refuses or breaks off where the test says so.</summary>
internal sealed class ScriptedMailServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    public ScriptedMailServer()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What it says to RCPT TO.</summary>
    public string Recipient { get; set; } = "250 taken";

    /// <summary>What it says when the text has ended.</summary>
    public string Text { get; set; } = "250 taken";

    /// <summary>Closes the line in the middle of the text.</summary>
    public bool CutsInText { get; set; }

    /// <summary>Each text that came whole, headers first.</summary>
    public List<string> Mails { get; } = [];

    /// <summary>The Message-Id of each text that was begun, also of those that broke off.</summary>
    public List<string> Ids { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await TalkAsync(client.GetStream());
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or IOException or ObjectDisposedException)
            {
                // The other side left, or the test is over.
            }
        }
    }

    private async Task TalkAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        await SayAsync("220 mail.example");
        while (await reader.ReadLineAsync(_stop.Token) is { } line)
        {
            switch (line.Split(' ')[0].ToUpperInvariant())
            {
                case "EHLO":
                    await SayAsync("250-mail.example\r\n250-SMTPUTF8\r\n250 8BITMIME");
                    break;
                case "RCPT":
                    await SayAsync(Recipient);
                    break;
                case "DATA":
                    await SayAsync("354 go on");
                    if (!await ReadAsync(reader))
                    {
                        return;
                    }

                    await SayAsync(Text);
                    break;
                case "QUIT":
                    await SayAsync("221 bye");
                    return;
                default:
                    await SayAsync("250 taken");
                    break;
            }
        }

        async Task SayAsync(string words) => await stream.WriteAsync(Encoding.ASCII.GetBytes(words + "\r\n"), _stop.Token);
    }

    private async Task<bool> ReadAsync(StreamReader reader)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync(_stop.Token) is { } line && line != ".")
        {
            text.Append(line).Append('\n');
            if (line.StartsWith("Message-Id:", StringComparison.OrdinalIgnoreCase))
            {
                Ids.Add(line["Message-Id:".Length..].Trim());
            }

            if (CutsInText && line.Length == 0)
            {
                return false;
            }
        }

        Mails.Add(text.ToString());
        return true;
    }
}
