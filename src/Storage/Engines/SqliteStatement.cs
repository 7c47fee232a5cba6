using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Throughline.Storage.Engines;

/// <summary>
/// One prepared statement of the embedded engine, bound by position. The driver's command looks each parameter up by its name at each
/// execution, which costs an import more than the inserts do.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _db;
    private readonly sqlite3_stmt _statement;
    private readonly int[] _places;

    /// <param name="db">Open; outlives the statement.</param>
    /// <param name="sql">One statement with parameters @p0, @p1 ...; the engine counts them as they first appear.</param>
    /// <param name="parameters">How many values each execution brings; one that the text does not name is ignored.</param>
    public SqliteStatement(SqliteConnection db, string sql, int parameters)
    {
        _db = db.Handle!;
        Check(raw.sqlite3_prepare_v2(_db, sql, out _statement));
        _places = [.. Enumerable.Range(0, parameters).Select(i => raw.sqlite3_bind_parameter_index(_statement, "@p" + i))];
    }

    /// <summary>Runs it to its end and gives how many rows it changed.</summary>
    public int Execute(ReadOnlySpan<object?> values)
    {
        try
        {
            Bind(values);
            while (Step())
            {
            }

            return raw.sqlite3_changes(_db);
        }
        finally
        {
            raw.sqlite3_reset(_statement);
        }
    }

    /// <summary>The first value of the first row; null when there is no row, or no value in it.</summary>
    public object? Scalar(ReadOnlySpan<object?> values)
    {
        try
        {
            Bind(values);
            return Step() ? Value() : null;
        }
        finally
        {
            raw.sqlite3_reset(_statement);
        }
    }

    public void Dispose() => _statement.Dispose();

    private bool Step()
    {
        var result = raw.sqlite3_step(_statement);
        return result == raw.SQLITE_ROW || (result == raw.SQLITE_DONE ? false : throw Failure(result));
    }

    private object? Value() => raw.sqlite3_column_type(_statement, 0) switch
    {
        raw.SQLITE_INTEGER => raw.sqlite3_column_int64(_statement, 0),
        raw.SQLITE_FLOAT => raw.sqlite3_column_double(_statement, 0),
        raw.SQLITE_TEXT => raw.sqlite3_column_text(_statement, 0).utf8_to_string(),
        raw.SQLITE_BLOB => raw.sqlite3_column_blob(_statement, 0).ToArray(),
        _ => null,
    };

    private void Bind(ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (_places[i] is > 0 and var place)
            {
                Check(values[i] switch
                {
                    null => raw.sqlite3_bind_null(_statement, place),
                    long number => raw.sqlite3_bind_int64(_statement, place, number),
                    int number => raw.sqlite3_bind_int64(_statement, place, number),
                    bool yes => raw.sqlite3_bind_int64(_statement, place, yes ? 1 : 0),
                    string text => BindText(place, text),
                    // An empty one would be taken for none.
                    byte[] { Length: 0 } => raw.sqlite3_bind_zeroblob(_statement, place, 0),
                    byte[] bytes => raw.sqlite3_bind_blob(_statement, place, bytes),
                    var other => throw new ArgumentException($"A {other.GetType().Name} has no stored form."),
                });
            }
        }
    }

    private int BindText(int place, string text)
    {
        if (text.Length is 0 or > 512)
        {
            return raw.sqlite3_bind_text(_statement, place, text);
        }

        Span<byte> bytes = stackalloc byte[text.Length * 3];
        return raw.sqlite3_bind_text(_statement, place, bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
    }

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            throw Failure(result);
        }
    }

    private SqliteException Failure(int result) => new(raw.sqlite3_errmsg(_db).utf8_to_string(), result, raw.sqlite3_extended_errcode(_db));
}
