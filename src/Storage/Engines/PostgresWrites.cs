using System.Data;
using Npgsql;

namespace Throughline.Storage.Engines;

/// <summary>
/// What a transaction writes on PostgreSQL waits here and travels with its next question, or with the commit: a message to the server and
/// back costs more than what is in it.
/// </summary>
internal sealed class PostgresWrites(NpgsqlConnection db) : IDisposable
{
    // Bounds the memory of a transaction that asks nothing.
    private const int AtMost = 200;

    private readonly Dictionary<string, Known> _known = new(StringComparer.Ordinal);
    private NpgsqlBatch _waiting = new(db);

    public bool Waits => _waiting.BatchCommands.Count > 0;

    public void Add(string sql, ReadOnlySpan<object?> values)
    {
        _waiting.BatchCommands.Add(Command(sql, values));
        if (_waiting.BatchCommands.Count >= AtMost)
        {
            Send();
        }
    }

    /// <summary>Sends what waits, and behind it a question whose rows the reader gives.</summary>
    public NpgsqlDataReader Ask(string sql, ReadOnlySpan<object?> values)
    {
        _waiting.BatchCommands.Add(Command(sql, values));
        return Taken().ExecuteReader();
    }

    public void Send()
    {
        if (Waits)
        {
            using var batch = Taken();
            batch.ExecuteNonQuery();
        }
    }

    /// <summary>The transaction came to nothing.</summary>
    public void Forget() => _waiting.BatchCommands.Clear();

    public void Dispose() => _waiting.Dispose();

    private NpgsqlBatch Taken()
    {
        var batch = _waiting;
        _waiting = new NpgsqlBatch(db);
        return batch;
    }

    /// <summary>A statement is prepared for the types of its parameters, and a null has none of its own: it takes that of the value before.</summary>
    private NpgsqlBatchCommand Command(string sql, ReadOnlySpan<object?> values)
    {
        if (!_known.TryGetValue(sql, out var known))
        {
            _known.Add(sql, known = new Known(sql, values.Length));
        }

        known.Learn(values);
        var command = new NpgsqlBatchCommand(known.Text);
        for (var i = 0; i < values.Length; i++)
        {
            var parameter = new NpgsqlParameter("@p" + i, values[i] ?? DBNull.Value);
            if (known.Types[i] is { } type)
            {
                parameter.DbType = type;
            }

            command.Parameters.Add(parameter);
        }

        return command;
    }

    private sealed class Known(string sql, int parameters)
    {
        public string Text { get; private set; } = sql;

        public DbType?[] Types { get; } = new DbType?[parameters];

        public void Learn(ReadOnlySpan<object?> values)
        {
            var learnt = false;
            for (var i = 0; i < values.Length; i++)
            {
                if (Types[i] is null && TypeOf(values[i]) is { } type)
                {
                    Types[i] = type;
                    learnt = true;
                }
            }

            // Npgsql knows statements by their text, and would never prepare this one again for other types than before.
            Text += learnt ? " " : "";
        }

        private static DbType? TypeOf(object? value) => value switch { long => DbType.Int64, string => DbType.String, byte[] => DbType.Binary, _ => null };
    }
}
