using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using NodaTime;
using Throughline.Casefile.Programmes;
using Throughline.Casefile;

namespace Throughline.Host.Messages;

/// <summary>Words on their way to one address. The number is the same at each try, so that a repetition can be told from a second message.</summary>
/// <param name="To">E.164 for a text message, the mailbox for an e-mail, the lines of the address for a letter.</param>
/// <param name="Office">Who answers; its letters are printed together.</param>
/// <param name="IsNeutral">For a protected case: nothing around the words says from whom it comes.</param>
internal sealed record Outgoing(string Id, string Channel, string To, string Text, string Language, Office? Office = null, bool IsNeutral = false);

internal enum Delivery
{
    /// <summary>The sender has it.</summary>
    Taken,

    /// <summary>The sender will never deliver it: this number or address is no good.</summary>
    Bounced,

    /// <summary>Not now; to be tried again.</summary>
    Failed,
}

internal interface ISender
{
    Task<(Delivery Delivery, string? Detail)> SendAsync(Outgoing message, CancellationToken stopping);
}

/// <summary>Each channel has its sender; where none is configured, the folder takes what would have gone.</summary>
internal sealed class Senders(IReadOnlyDictionary<string, ISender> configured, ISender folder) : ISender
{
    public Task<(Delivery Delivery, string? Detail)> SendAsync(Outgoing message, CancellationToken stopping) =>
        (configured.GetValueOrDefault(message.Channel) ?? folder).SendAsync(message, stopping);
}

/// <summary>The default: each message becomes a file in the data folder. What is written twice under one number is one file.</summary>
internal sealed partial class FolderSender(string folder) : ISender
{
    /// <summary>Takes away the files of these people's messages; half-written ones too.</summary>
    public static void Remove(string folder, IReadOnlyCollection<CaseId> people)
    {
        var those = people.ToHashSet();
        foreach (var (file, of, _) in Files(folder))
        {
            if (those.Contains(of))
            {
                File.Delete(file);
            }
        }
    }

    /// <summary>Each file with its case and the name of its message.</summary>
    public static IEnumerable<(string File, CaseId Case, string Name)> Files(string folder) =>
        from file in Directory.Exists(folder) ? Directory.EnumerateFiles(folder) : []
        let named = CaseOf().Match(Path.GetFileName(file))
        where named.Success
        select (file, new CaseId(long.Parse(named.Groups[1].Value, CultureInfo.InvariantCulture)), Path.GetFileName(file).Split('.')[0]);

    public static string NameOf(string message) => message.Replace(':', '-');

    // As Effects makes the numbers of messages: kind, case, ticks. A day of a reminder comes before the case.
    [GeneratedRegex("^(?:reminder-[0-9]+|[a-z-]+)-([0-9]+)-[0-9]{15,}")]
    private static partial Regex CaseOf();

    public async Task<(Delivery, string?)> SendAsync(Outgoing message, CancellationToken stopping)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, NameOf(message.Id) + "." + message.Channel + ".txt");
        var whole = file + ".part";
        await File.WriteAllTextAsync(whole, $"To: {message.To.ReplaceLineEndings(", ")}\nLanguage: {message.Language}\n\n{message.Text}\n", stopping);
        File.Move(whole, file, overwrite: true);
        return (Delivery.Taken, null);
    }
}

/// <summary>
/// Text messages by <c>POST {id,to,text}</c> to a configured address, signed like the hooks that come back. A 4xx other than 408 and 429 is
/// an answer about this message; everything else is the sender's trouble and is tried again.
/// </summary>
internal sealed class SmsSender(HttpClient http, Uri address, string secret, IClock clock) : ISender
{
    public async Task<(Delivery, string?)> SendAsync(Outgoing message, CancellationToken stopping)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new { id = message.Id, to = message.To, text = message.Text });
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("Idempotency-Key", message.Id);
        var at = clock.GetCurrentInstant().ToUnixTimeSeconds();
        request.Headers.Add(Signature.Header, Signature.Of(secret, at, body));
        try
        {
            using var answer = await http.SendAsync(request, stopping);
            var status = (int)answer.StatusCode;
            return status is >= 200 and < 300 ? (Delivery.Taken, null)
                : status is >= 400 and < 500 and not (401 or 403 or 404 or 408 or 429) ? (Delivery.Bounced, $"The sender answered {status}.")
                : (Delivery.Failed, $"The sender answered {status}.");
        }
        catch (HttpRequestException e)
        {
            return (Delivery.Failed, e.Message);
        }
        catch (TaskCanceledException) when (!stopping.IsCancellationRequested)
        {
            return (Delivery.Failed, "The sender did not answer in time.");
        }
    }
}

/// <summary>HMAC-SHA256 over the second and the body, as <c>t=seconds,v1=hex</c>: who signs, and that it is not yesterday's.</summary>
internal static class Signature
{
    public const string Header = "Throughline-Signature";
    private const long SecondsApart = 300;

    public static string Of(string secret, long seconds, ReadOnlySpan<byte> body)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        mac.AppendData(Encoding.UTF8.GetBytes(seconds + "."));
        mac.AppendData(body);
        return $"t={seconds},v1={Convert.ToHexStringLower(mac.GetHashAndReset())}";
    }

    public static bool Holds(string secret, string? header, ReadOnlySpan<byte> body, long now) =>
        header?.Split(',') is [var t, _] && t.StartsWith("t=", StringComparison.Ordinal) && long.TryParse(t.AsSpan(2), out var seconds) && Math.Abs(now - seconds) <= SecondsApart
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(header), Encoding.UTF8.GetBytes(Of(secret, seconds, body)));
}
