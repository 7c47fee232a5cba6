using Throughline.Casefile;
using Throughline.Casefile.Faults;
using Throughline.Casefile.Messages;
using Throughline.Host.Casework;
using Throughline.Host.Messages;
using Throughline.Storage;

namespace Throughline.Host;

/// <summary>Sends what was written to the outbox, after its commit and at least once. Attempts and errors are kept with each row.</summary>
internal sealed class Outbox(Installation installation, Receiving receiving, Messenger messenger, PartyMessenger parties, Faulting faulting)
{
    private static readonly Actor Sender = Actor.Machine("delivery");

    public async Task SendWaitingAsync(CancellationToken stopping = default)
    {
        foreach (var row in OutboxRows.Take(installation.Store, installation.Clock.GetCurrentInstant(), 200))
        {
            switch (row.Kind)
            {
                case Effects.Handoff:
                    // On one installation the package is in the receiving office's inbox as soon as it is delivered here.
                    var outcome = await receiving.DeliverAsync(Sender, row.Case);
                    OutboxRows.Sent(installation.Store, row.Id, installation.Clock.GetCurrentInstant(), outcome.Refused?.Sentence);
                    break;
                case Effects.Transfer:
                    var had = await new Transferring(installation).DeliverAsync(Sender, row.Case);
                    OutboxRows.Sent(installation.Store, row.Id, installation.Clock.GetCurrentInstant(), had.Refused?.Sentence);
                    break;
                case var kind when MessageRules.ToPerson.Contains(kind):
                    if (await messenger.SendAsync(row, stopping) is { } delivery)
                    {
                        await faulting.SenderAsync(FaultKinds.SenderFailing, works: delivery != Delivery.Failed);
                    }

                    break;
                case MessageRules.Party:
                    await parties.SendAsync(row, stopping);
                    break;
                default:
                    throw new InvalidOperationException($"No sender for outbox rows of kind {row.Kind}.");
            }
        }
    }
}
