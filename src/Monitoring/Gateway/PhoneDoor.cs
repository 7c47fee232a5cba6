using NodaTime;
using Throughline.Monitoring.Protocols;

namespace Throughline.Monitoring.Gateway;

/// <summary>What a phone is told.</summary>
public enum PhoneAnswer
{
    Kept,
    Unreadable,
    Refused,
}

/// <summary>Phones and gateways, by whatever way their words came. It answers once they are on disk.</summary>
public sealed class PhoneDoor
{
    private readonly Reception _reception;
    private readonly IClock _clock;

    internal PhoneDoor(Reception reception, IClock clock) => (_reception, _clock) = (reception, clock);

    public Task<PhoneAnswer> OsmAndAsync(PhoneRequest request, string address) =>
        TakeAsync("osmand", (now, reading) => OsmAnd.Read(request, now, reading), address);

    public Task<PhoneAnswer> OwnTracksAsync(PhoneRequest request, string address) =>
        TakeAsync("owntracks", (_, reading) => OwnTracks.Read(request, reading), address);

    /// <summary>Whether the secret is that device's.</summary>
    public bool Knows(string protocol, string device, string secret, string address)
    {
        var reading = new Reading { Secret = secret };
        reading.Name(device);
        return _reception.AdmitPhone(protocol, reading, address, _clock.GetCurrentInstant()) is not null;
    }

    private async Task<PhoneAnswer> TakeAsync(string protocol, Func<Instant, Reading, ReadResult> read, string address)
    {
        var (now, reading, ticket) = (_clock.GetCurrentInstant(), new Reading(), new Ticket());
        var result = read(now, reading);
        if (reading.Device.IsEmpty)
        {
            return PhoneAnswer.Unreadable;
        }

        if (_reception.AdmitPhone(protocol, reading, address, now) is not { } device)
        {
            return PhoneAnswer.Refused;
        }

        ticket.Begin();
        _reception.Take(device, protocol, result, reading, now, ticket);
        await ticket.WaitAsync();
        return result is ReadResult.Unreadable ? PhoneAnswer.Unreadable : PhoneAnswer.Kept;
    }
}
