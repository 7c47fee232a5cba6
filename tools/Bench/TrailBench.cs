using System.Diagnostics;
using System.Security.Cryptography;
using Dapper;
using NodaTime;
using Npgsql;
using NpgsqlTypes;
using Throughline.Monitoring.Trail;
using Throughline.Tests.Monitoring.Trail;

namespace Throughline.Bench;

/// <summary>The same points as sealed chunks and as rows of a PostgreSQL table with its index, both in the same database.</summary>
internal static class TrailBench
{
    private const int Rounds = 9;
    private const int InMonth = 43_200;
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    public static async Task<Measured> SizeAsync()
    {
        if (await OpenAsync() is not { } db)
        {
            return Without();
        }

        await using var closing = db;
        var points = Trails.All.Sum(t => t.Length);
        // Ten devices have each trace, so that pages half filled at the end weigh nothing.
        for (var device = 0; device < 10; device++)
        {
            await FillAsync(db, device, [.. Trails.All.SelectMany(t => t)], Trails.All.SelectMany(t => t.Chunk(128)));
        }

        var sealedBytes = Trails.All.SelectMany(t => t.Chunk(128)).Sum(c => (long)Seal(c).Length);
        var rows = await db.ExecuteScalarAsync<long>("select pg_total_relation_size('fixes')");
        var blocks = await db.ExecuteScalarAsync<long>("select pg_total_relation_size('chunks')");
        return new Measured(sealedBytes / (double)points, rows / 10.0 / points, "B/p")
        {
            Notes = [$"{points} points of the real traces, all columns, sealed; as a table with its key and page overhead {blocks / 10.0 / points:0.00} B/p"],
        };
    }

    public static async Task<Measured> ReadAsync()
    {
        if (await OpenAsync() is not { } db)
        {
            return Without();
        }

        await using var closing = db;
        TrailFix[] month = [.. Enumerable.Repeat(Trails.All, 3).SelectMany(t => t).SelectMany(t => t).Take(InMonth)
            .Select((f, i) => f with { At = Instant.FromUtc(2026, 1, 1, 0, 0) + Duration.FromMinutes(i) })];
        await FillAsync(db, 1, month, month.Chunk(60));
        await FillAsync(db, 2, month, month.Chunk(60));
        await db.ExecuteAsync("vacuum analyze");
        var (ours, reference) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            ours.Add(await TimeAsync(() => ChunksAsync(db)));
            reference.Add(await TimeAsync(() => RowsAsync(db)));
        }

        return new Measured(Measured.Median(ours), Measured.Median(reference), "ms ");
    }

    private static Measured Without() => new(double.NaN, double.NaN, "   ") { Notes = ["needs PostgreSQL: its table is the reference"] };

    private static async Task<double> TimeAsync(Func<Task<int>> read)
    {
        var watch = Stopwatch.StartNew();
        var count = await read();
        return count == InMonth ? watch.Elapsed.TotalMilliseconds : throw new InvalidOperationException($"{count} fixes were read.");
    }

    private static async Task<int> ChunksAsync(NpgsqlConnection db)
    {
        List<TrailFix> fixes = new(InMonth);
        using var aes = new AesGcm(Key, 16);
        await using var command = new NpgsqlCommand("select bytes from chunks where device = 1 order by at", db);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var block = reader.GetFieldValue<byte[]>(0);
            var plain = new byte[block.Length - 28];
            aes.Decrypt(block.AsSpan(0, 12), block.AsSpan(12, plain.Length), block.AsSpan(12 + plain.Length), plain);
            if (Chunk.Read(plain, fixes) is { } refusal)
            {
                throw new InvalidOperationException(refusal);
            }
        }

        return fixes.Count;
    }

    private static async Task<int> RowsAsync(NpgsqlConnection db)
    {
        List<TrailFix> fixes = new(InMonth);
        await using var command = new NpgsqlCommand("select at, latitude, longitude, speed, course, accuracy, battery, satellites, marks from fixes where device = 1 order by at", db);
        await using var r = await command.ExecuteReaderAsync();
        while (await r.ReadAsync())
        {
            fixes.Add(new(
                Instant.FromUnixTimeTicks(r.GetInt64(0) * 10), (int)Math.Round(r.GetDouble(1) * 1e7), (int)Math.Round(r.GetDouble(2) * 1e7), (ushort)(r.GetFloat(3) * 10),
                (ushort)r.GetFloat(4), (ushort)r.GetFloat(5), (byte)r.GetInt16(6), (byte)r.GetInt16(7), (TrailMarks)r.GetInt16(8)));
        }

        return fixes.Count;
    }

    private static byte[] Seal(TrailFix[] fixes)
    {
        var plain = Chunk.Write(fixes);
        var block = new byte[plain.Length + 28];
        using var aes = new AesGcm(Key, 16);
        aes.Encrypt(block.AsSpan(0, 12), plain, block.AsSpan(12, plain.Length), block.AsSpan(12 + plain.Length));
        return block;
    }

    private static async Task<NpgsqlConnection?> OpenAsync()
    {
        if (Scratch.Server is null)
        {
            return null;
        }

        var name = "bench_trail";
        await using (var server = new NpgsqlConnection($"{Scratch.Server};Database=postgres;Pooling=false"))
        {
            await server.ExecuteAsync($"drop database if exists {name} with (force)");
            await server.ExecuteAsync($"create database {name}");
        }

        var db = new NpgsqlConnection($"{Scratch.Server};Database={name};Pooling=false");
        await db.OpenAsync();
        await db.ExecuteAsync("""
            create table fixes (id bigserial primary key, device bigint not null, at bigint not null, latitude double precision not null, longitude double precision not null,
                speed real, course real, accuracy real, battery smallint, satellites smallint, marks smallint not null);
            create index fixes_by_device on fixes (device, at);
            create table chunks (device bigint not null, at bigint not null, bytes bytea not null, primary key (device, at));
            alter table chunks alter column bytes set storage external;
            """);
        return db;
    }

    private static async Task FillAsync(NpgsqlConnection db, long device, TrailFix[] fixes, IEnumerable<TrailFix[]> chunks)
    {
        await using (var rows = await db.BeginBinaryImportAsync("copy fixes (device, at, latitude, longitude, speed, course, accuracy, battery, satellites, marks) from stdin (format binary)"))
        {
            foreach (var f in fixes)
            {
                await rows.StartRowAsync();
                await rows.WriteAsync(device, NpgsqlDbType.Bigint);
                await rows.WriteAsync(f.At.ToUnixTimeTicks() / 10, NpgsqlDbType.Bigint);
                await rows.WriteAsync(f.LatitudeDegrees, NpgsqlDbType.Double);
                await rows.WriteAsync(f.LongitudeDegrees, NpgsqlDbType.Double);
                await rows.WriteAsync((f.Speed ?? 0) / 10f, NpgsqlDbType.Real);
                await rows.WriteAsync((float)(f.Course ?? 0), NpgsqlDbType.Real);
                await rows.WriteAsync((float)(f.Accuracy ?? 0), NpgsqlDbType.Real);
                await rows.WriteAsync((short)(f.Battery ?? 0), NpgsqlDbType.Smallint);
                await rows.WriteAsync((short)(f.Satellites ?? 0), NpgsqlDbType.Smallint);
                await rows.WriteAsync((short)f.Marks, NpgsqlDbType.Smallint);
            }

            await rows.CompleteAsync();
        }

        await using var blocks = await db.BeginBinaryImportAsync("copy chunks (device, at, bytes) from stdin (format binary)");
        foreach (var (chunk, i) in chunks.Select((c, i) => (c, i)))
        {
            await blocks.StartRowAsync();
            await blocks.WriteAsync(device, NpgsqlDbType.Bigint);
            await blocks.WriteAsync((long)i, NpgsqlDbType.Bigint);
            await blocks.WriteAsync(Seal(chunk), NpgsqlDbType.Bytea);
        }

        await blocks.CompleteAsync();
    }
}
