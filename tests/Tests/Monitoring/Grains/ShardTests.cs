using System.Buffers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Orleans.TestingHost;
using Throughline.Monitoring.Alerts;
using Throughline.Monitoring.Devices;
using Throughline.Monitoring.Gateway;
using Throughline.Monitoring.Grains;
using Throughline.Monitoring.Journals;
using Throughline.Monitoring.Protocols;
using Throughline.Monitoring.Trail;
using Throughline.Simulator;
using Throughline.Monitoring.Zones;
using Throughline.Storage;
using Throughline.Storage.Monitoring;

namespace Throughline.Tests.Monitoring.Grains;

public sealed class ShardTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("throughline-shards-");
    private readonly Store _store;

    public ShardTests()
    {
        var data = TestStore.Make(Path.Combine(_folder.FullName, "data"));
        _store = Store.Open(data.Folder, null, data.Connection);
    }

    public void Dispose()
    {
        _store.Close();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Who_lost_a_shard_writes_nothing_more_and_hurts_nobody_in_the_same_commit()
    {
        using var journal = new Journal(_store, SystemClock.Instance);
        using var other = new Journal(_store, SystemClock.Instance);
        var before = await journal.TakeOverAsync(5, CancellationToken.None);
        var beside = await journal.TakeOverAsync(6, CancellationToken.None);
        await journal.AppendAsync(before, 1, new byte[] { 1 }, CancellationToken.None);

        var after = await other.TakeOverAsync(5, CancellationToken.None);
        var late = journal.AppendAsync(before, 2, new byte[] { 2 }, CancellationToken.None);
        await journal.AppendAsync(beside, 1, new byte[] { 3 }, CancellationToken.None);

        await Assert.ThrowsAsync<FencedException>(() => late);
        await Assert.ThrowsAsync<FencedException>(() => journal.SealAsync(before, new Sealing([], [], 1, 1), CancellationToken.None));
        Assert.Equal(1, after.Head);
        await other.AppendAsync(after, 2, new byte[] { 4 }, CancellationToken.None);
        Assert.Equal([1, 4], other.Replay(after).Select(b => (int)Assert.Single(b.Messages)));
        Assert.Equal([3], journal.Replay(beside).Select(b => (int)Assert.Single(b.Messages)));
    }

    [Fact]
    public async Task What_is_dropped_behind_the_trail_leaves_the_numbers_going_on()
    {
        using var journal = new Journal(_store, SystemClock.Instance);
        var hold = await journal.TakeOverAsync(5, CancellationToken.None);
        await journal.AppendAsync(hold, 1, new byte[] { 1 }, CancellationToken.None);
        await journal.SealAsync(hold, new Sealing([], [], 1, 1), CancellationToken.None);

        var next = await journal.TakeOverAsync(5, CancellationToken.None);

        Assert.Equal((1, 1), (next.Head, next.Told));
        Assert.Empty(journal.Replay(next));
    }

    [Fact]
    public async Task A_silo_of_two_dies_under_load_and_nothing_acknowledged_is_lost_or_told_twice()
    {
        const int Devices = 128, Rounds = 40;
        var now = SystemClock.Instance.GetCurrentInstant();
        TrialGateway.MakePeople(_store, Devices);
        var (registry, signals, journals) = (new KnownDevices(), new HeardSignals(), new List<Journal>());
        foreach (var device in TrialGateway.Known(Devices, now))
        {
            registry.Put(device);
        }

        var builder = new InProcessTestClusterBuilder(2);
        builder.ConfigureSilo((_, silo) =>
        {
            var journal = new Journal(_store, SystemClock.Instance);
            lock (journals)
            {
                journals.Add(journal);
            }

            silo.Services.AddSingleton<IJournal>(journal).AddSingleton<IDeviceRegistry>(registry).AddSingleton<ISignals>(signals).AddSingleton<IVerdicts>(signals);
            silo.Services.AddSingleton<IClock>(SystemClock.Instance).AddSingleton<IDeviceBook>(new DeviceBook(_store, SystemClock.Instance));
        });
        await using var cluster = builder.Build();
        await cluster.DeployAsync();
        using var stop = new CancellationTokenSource();
        using var lanes = new ShardLanes(cluster.Client, NullLogger<ShardLanes>.Instance);
        var running = lanes.RunAsync(stop.Token);

        var (killing, round) = (Task.CompletedTask, 0);
        for (; round < Rounds; round++)
        {
            var sent = Enumerable.Range(1, Devices).Select(d => SendAsync(lanes, d, round, now)).ToList();
            if (round == Rounds / 2)
            {
                killing = cluster.KillSiloAsync(cluster.Silos[1]);
            }

            await Task.WhenAll(sent).WaitAsync(TimeSpan.FromMinutes(2));
        }

        await killing;
        Assert.Single(cluster.Silos, s => s.IsActive);
        for (var d = 1; d <= Devices; d++)
        {
            var tail = await cluster.Client.GetGrain<IShardGrain>(Shards.Of(new DeviceId(d))).TailAsync(d);
            Assert.Equal(Enumerable.Range(0, Rounds).Select(n => TimeOf(now, n)), PacketBatch.ReadFixes(tail).Select(f => f.Time).Order());
        }

        Assert.Equal(signals.All.Count, signals.All.Select(s => (s.Assignment, s.Kind, s.Occurred)).Distinct().Count());
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await cluster.StopAllSilosAsync();
        journals.ForEach(j => j.Dispose());
    }

    private static Instant TimeOf(Instant now, int n) => Instant.FromUnixTimeSeconds(now.ToUnixTimeSeconds() - 3600 + n);

    private static async Task SendAsync(ShardLanes lanes, int device, int n, Instant now)
    {
        var frame = new byte[Gt06Frames.FixSize];
        Gt06Frames.Fix(frame, TimeOf(now, n), 32.75, -97.33, (ushort)n);
        var (buffer, reading, ticket) = (new ReadOnlySequence<byte>(frame), new Reading(), new Ticket());
        Assert.Equal(ReadResult.Fixes, new Gt06().TryRead(ref buffer, new Arrival(now), reading));
        ticket.Begin();
        lanes.Add(new DeviceId(device), now, ReadResult.Fixes, reading, ticket);
        await ticket.WaitAsync();
    }
}
