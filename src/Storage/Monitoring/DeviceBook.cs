using System.Collections.Concurrent;
using NodaTime;
using Throughline.Monitoring.Devices;

namespace Throughline.Storage.Monitoring;

/// <summary>Counts in memory, and adds what came together to the tables every few seconds.</summary>
internal sealed class DeviceBook(Store store, IClock clock) : IDeviceBook
{
    /// <summary>Strangers between two writings; whoever wants to fill the store has to come slowly.</summary>
    private const int StrangersAtMost = 1000;

    private const int UnreadADay = 20;
    private const int LongestText = 100;

    private readonly Lock _turn = new();
    private readonly ConcurrentDictionary<(long Device, DeviceCount What), long> _unreadToday = new();
    private Dictionary<(long Device, DeviceCount What), long> _counts = [];
    private Dictionary<(string Protocol, string Identity), (Instant First, Instant Last, long Times)> _strangers = [];
    private List<(long Device, Instant At, string Protocol, byte[] Raw)> _unread = [];
    private long _day;

    public void Count(DeviceId device, DeviceCount what, int times = 1)
    {
        lock (_turn)
        {
            System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_counts, (device.Number, what), out _) += times;
        }
    }

    public void Refuse(string protocol, string identity, string address, Instant at)
    {
        var key = (protocol, identity.Length > LongestText ? identity[..LongestText] : identity);
        lock (_turn)
        {
            if (_strangers.TryGetValue(key, out var known))
            {
                _strangers[key] = (known.First, at, known.Times + 1);
            }
            else if (_strangers.Count < StrangersAtMost)
            {
                _strangers[key] = (at, at, 1);
            }
        }
    }

    public void KeepUnread(DeviceId device, string protocol, ReadOnlySpan<byte> raw, Instant at)
    {
        if (_unreadToday.AddOrUpdate((device.Number, DeviceCount.Unreadable), 1, (_, before) => before + 1) <= UnreadADay)
        {
            var copy = raw.ToArray();
            lock (_turn)
            {
                _unread.Add((device.Number, at, protocol, copy));
            }
        }
    }

    /// <summary>One transaction. What it could not write stays for the next time.</summary>
    /// <param name="brokenAtMost">Broken messages of one device and day.</param>
    /// <returns>Devices that have just gone beyond that.</returns>
    public IReadOnlyList<DeviceId> Write(long brokenAtMost = long.MaxValue)
    {
        var now = clock.GetCurrentInstant();
        var day = now.InUtc().Date.Day();
        if (day != _day)
        {
            _day = day;
            _unreadToday.Clear();
        }

        var (counts, strangers, unread) = Taken();
        if (counts.Count + strangers.Count + unread.Count == 0)
        {
            return [];
        }

        try
        {
            return Write(counts, strangers, unread, day, brokenAtMost);
        }
        catch (System.Data.Common.DbException)
        {
            foreach (var ((device, what), times) in counts)
            {
                Count(new DeviceId(device), what, (int)times);
            }

            throw;
        }
    }

    private (Dictionary<(long Device, DeviceCount What), long> Counts, Dictionary<(string Protocol, string Identity), (Instant First, Instant Last, long Times)> Strangers, List<(long Device, Instant At, string Protocol, byte[] Raw)> Unread) Taken()
    {
        lock (_turn)
        {
            var taken = (_counts, _strangers, _unread);
            (_counts, _strangers, _unread) = ([], [], []);
            return taken;
        }
    }

    private List<DeviceId> Write(
        Dictionary<(long Device, DeviceCount What), long> counts, Dictionary<(string Protocol, string Identity), (Instant First, Instant Last, long Times)> strangers,
        List<(long Device, Instant At, string Protocol, byte[] Raw)> unread, long day, long brokenAtMost)
    {
        var broken = new List<DeviceId>();
        using var db = store.OpenWriter();
        using var sql = new Statements(db);
        using var transaction = db.BeginTransaction();
        sql.Begin(transaction);
        // In one order, so that two processes never wait for each other.
        foreach (var ((device, what), times) in counts.OrderBy(c => c.Key))
        {
            const string Add =
                "insert into device_days (device_id, day, kind, times) values (@p0, @p1, @p2, @p3) on conflict (device_id, day, kind) do update set times = device_days.times + excluded.times";
            if (what is not DeviceCount.BadChecksum)
            {
                sql.Execute(Add, device, day, (long)what, times);
            }
            else if (sql.Scalar(Add + " returning times", device, day, (long)what, times) is long sum && sum > brokenAtMost && sum - times <= brokenAtMost)
            {
                broken.Add(new DeviceId(device));
            }
        }

        foreach (var ((protocol, identity), s) in strangers.OrderBy(s => s.Key))
        {
            sql.Execute(
                """
                insert into unknown_devices (protocol, name, first_at, last_at, times) select @p0, @p1, @p2, @p3, @p4
                where not exists (select 1 from device_names where protocol = @p0 and name = @p1)
                on conflict (protocol, name) do update set last_at = excluded.last_at, times = unknown_devices.times + excluded.times
                """,
                protocol, identity.Replace("\0", "", StringComparison.Ordinal), s.First.Micros(), s.Last.Micros(), s.Times);
        }

        foreach (var (device, at, protocol, raw) in unread)
        {
            sql.Execute(
                "insert into unread_messages (device_id, at, protocol, sealed) values (@p0, @p1, @p2, @p3) on conflict (device_id, at) do nothing", device, at.Micros(), protocol, store.Key.SealOwn(raw));
        }

        sql.Commit();
        return broken;
    }
}
