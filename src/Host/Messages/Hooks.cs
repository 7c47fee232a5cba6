using System.Text.Json;
using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Messages;
using Throughline.Host.Casework;
using Throughline.Host.Texts;

namespace Throughline.Host.Messages;

/// <summary>What the text sender tells us: what became of a message, and what people write back. Signed, or not listened to.</summary>
internal static class Hooks
{
    private const int LongestBody = 16_000;
    private const int LongestText = 2_000;
    private static readonly Actor Us = Actor.Machine("messages");
    private static readonly string[] Stop = ["STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "ALTO", "PARAR", "PARE", "KANPE", "OPRESTE"], Start = ["START", "UNSTOP"], Help = ["HELP", "INFO", "AYUDA", "AJUDA", "EDE", "AJUTOR"];

    private sealed record Status(string Id, string State, string? Detail);

    private sealed record Inbound(string From, string Text);

    public static void Map(WebApplication app)
    {
        app.MapPost("/hooks/sms/status", (HttpContext http, Installation installation, Messenger messenger, MessageSettings settings) => Signed<Status>(http, installation, settings, async status =>
        {
            // The number of a message names its case: "reminder-3:17:...".
            if (status.Id.Split(':') is not [_, var number, _] || !long.TryParse(number, out var id) || id < 1)
            {
                return Results.Problem("This is no number of a message of ours.", statusCode: 404, type: "no-such-message");
            }

            var outcome = status.State switch
            {
                "delivered" => await messenger.DeliveredAsync(new CaseId(id), status.Id),
                "failed" or "undelivered" => await messenger.BouncedAsync(new CaseId(id), status.Id, status.Detail is { Length: > 0 and <= 200 } detail ? detail : "The sender could not deliver it."),
                _ => null,
            };
            return outcome is null ? Results.Problem("The state must be delivered, failed or undelivered.", statusCode: 400, type: "unknown-state") : Results.NoContent();
        }));
        app.MapPost("/hooks/sms/inbound", (HttpContext http, Installation installation, Finding finding, MessageSettings settings) =>
            Signed<Inbound>(http, installation, settings, message => HearAsync(installation, finding, message)));
    }

    /// <summary>Answered with the words to send back, or with none.</summary>
    private static async Task<IResult> HearAsync(Installation installation, Finding finding, Inbound message)
    {
        if (message.From is not { Length: >= 8 and <= 16 } from || from[0] != '+' || from.AsSpan(1).IndexOfAnyExceptInRange('0', '9') >= 0 || message.Text.Length > LongestText)
        {
            return Results.Problem("The number must be in E.164 form, and the text at most 2,000 characters.", statusCode: 400, type: "bad-message");
        }

        var word = TextLanguage.Plain(message.Text.Trim().TrimEnd('.', '!'));
        var language = TextLanguage.OfWord(word)?.Code;
        if (Stop.Contains(word) || Start.Contains(word) || language is not null)
        {
            bool? silent = language is not null ? null : Stop.Contains(word);
            await installation.Recorder.RecordAsync(Us, (scene, now) =>
            {
                scene.Heed(from, silent, language, now);
                return Decision.Nothing;
            });
            return Answer(language ?? Known(installation, from), language is not null ? "language" : silent == true ? "stop" : "start");
        }

        if (Help.Contains(word))
        {
            return Answer(Known(installation, from), "help");
        }

        // In every file that names the number, because a number identifies nobody; a person reads it and finds out whose it is.
        var cases = finding.Find(from, isByNumberOfProtected: true).Found.Where(c => c.Card.Phone == from).ToList();
        foreach (var found in cases)
        {
            await installation.Recorder.RecordAsync(Us, found.Id, null, (_, file, now) => Decision.Of(file.State.Id, now, new MessageReceived("sms", message.Text.Trim())));
        }

        return Answer(Known(installation, from), cases.Count > 0 ? "received" : "help");

        IResult Answer(string code, string key) => Results.Json(new { text = NoticeTexts.Say(code, "sms." + key, ("phone", PersonTime.Phone(installation.Programme.IntakeDesk.Phone))) });
    }

    private static string Known(Installation installation, string number) => Storage.OutboxRows.Number(installation.Store, number).Language ?? TextLanguage.All[0].Code;

    private static async Task<IResult> Signed<T>(HttpContext http, Installation installation, MessageSettings settings, Func<T, Task<IResult>> act)
        where T : class
    {
        using var body = new MemoryStream();
        var buffer = new byte[4096];
        for (int read; (read = await http.Request.Body.ReadAsync(buffer, http.RequestAborted)) > 0;)
        {
            body.Write(buffer, 0, read);
            if (body.Length > LongestBody)
            {
                return Results.Problem("The message is too long.", statusCode: 413, type: "too-long");
            }
        }

        var bytes = body.ToArray();
        var seconds = installation.Clock.GetCurrentInstant().ToUnixTimeSeconds();
        if (settings.SmsSecret.Length == 0 || !Signature.Holds(settings.SmsSecret, http.Request.Headers[Signature.Header], bytes, seconds))
        {
            return Results.Problem("The signature does not hold, or is older than five minutes.", statusCode: 401, type: "bad-signature");
        }

        try
        {
            return JsonSerializer.Deserialize<T>(bytes, JsonSerializerOptions.Web) is { } read ? await act(read) : Results.Problem("The body is empty.", statusCode: 400, type: "bad-message");
        }
        catch (JsonException e)
        {
            return Results.Problem($"The body is no JSON that we know: {e.Message}", statusCode: 400, type: "bad-message");
        }
    }
}
