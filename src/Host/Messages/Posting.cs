using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Messages;
using Throughline.Storage;

namespace Throughline.Host.Messages;

/// <summary>The last step of a message, whoever it is for: it leaves, and the record says so, or it is tried again under the same number.</summary>
internal sealed class Posting(Installation installation, ISender sender)
{
    public static readonly Actor Us = Actor.Machine("messages");

    /// <param name="kept">The words as the record keeps them.</param>
    public async Task<Delivery> SendAsync(OutboxRow row, Outgoing message, string kept, CancellationToken stopping)
    {
        var now = installation.Clock.GetCurrentInstant();
        var (delivery, detail) = await sender.SendAsync(message, stopping);
        if (delivery == Delivery.Failed)
        {
            OutboxRows.Postpone(installation.Store, row.Id, now + Pause(row.Attempts), detail ?? "The sender failed.");
            return delivery;
        }

        await installation.Recorder.RecordAsync(Us, row.Case, null, (_, file, at) =>
            MessageRules.Send(file.State, new MessageSent(message.Id, row.Kind, message.Channel, message.Language, kept), at));
        if (delivery == Delivery.Bounced)
        {
            await BouncedAsync(row.Case, message.Id, detail ?? "The sender refused it.");
        }

        OutboxRows.Sent(installation.Store, row.Id, now, detail);
        return delivery;
    }

    public Task<Outcome> BouncedAsync(CaseId id, string message, string because) =>
        installation.Recorder.RecordAsync(Us, id, null, (_, file, now) => MessageRules.Bounce(file.State, message, because, now));

    /// <summary>One, two, four ... minutes, at most an hour.</summary>
    private static Duration Pause(int attempts) => Duration.FromMinutes(Math.Min(60, 1 << Math.Min(attempts, 6)));
}
