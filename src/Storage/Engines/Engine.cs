using System.Data.Common;

namespace Throughline.Storage.Engines;

/// <summary>Whose turn a writing transaction takes. Two of the same kind never run at once, in whatever processes.</summary>
[Flags]
internal enum Turn { Record = 1, Seal = 2, Index = 4, Start = 8 }

/// <summary>
/// What differs between the two databases. Everything else is one text of SQL that both understand: each statement stands beside the
/// code that reads its result.
/// </summary>
internal abstract class Engine
{
    /// <summary>The version of the tables that this program knows: the number of the last migration.</summary>
    public const long SchemaVersion = 12;

    /// <summary>Where the store is, as the subject of a sentence. Names no password.</summary>
    public abstract string Place { get; }

    /// <summary>As a backup says it.</summary>
    public string Name => GetType().Name.ToLowerInvariant();

    /// <summary>The names of our tables, in the order in which they were made: one that names another comes after it.</summary>
    public abstract string TablesQuery { get; }

    /// <summary>Stands behind a choice of rows to change: those that another process is changing are left to it.</summary>
    public abstract string SkipLocked { get; }

    /// <summary>An open connection for reading. Readers never wait for a writer, and can't write.</summary>
    public abstract DbConnection OpenReader();

    /// <summary>An open connection for writing. What it commits is on the disk.</summary>
    public abstract DbConnection OpenWriter();

    /// <summary>Begins a transaction and waits for its turn. From then on it sees all that those before it have committed.</summary>
    public abstract DbTransaction Begin(DbConnection writer, Turn turn);

    /// <summary>Begins a transaction that sees the store as it is now, however long it reads.</summary>
    public abstract DbTransaction Snapshot(DbConnection reader);

    /// <summary>Rows came with numbers of their own: new ones go on where those end.</summary>
    public virtual void NumberOn(Statements sql)
    {
    }

    /// <summary>After something was destroyed: the engine's own copies of it, in its journal and between its rows, as far as it can.</summary>
    public abstract void LetGo(DbConnection writer);

    /// <summary>Lets go of the connections that wait to be used again; those of other stores are left alone.</summary>
    public abstract void Close();

    /// <summary>One process at a time makes a store or brings it up to date; the others wait here.</summary>
    public abstract IDisposable WaitToStart();

    /// <summary>Brings the tables up to this program's version.</summary>
    public void Migrate()
    {
        if (FindVersion() == SchemaVersion)
        {
            return;
        }

        using var turn = WaitToStart();
        switch (FindVersion())
        {
            case SchemaVersion:
                break;
            case > SchemaVersion and var newer:
                throw new StoreException($"{Place} was written by a newer program (tables of version {newer}, this program knows {SchemaVersion}).");
            default:
                Upgrade();
                break;
        }
    }

    protected abstract long FindVersion();

    protected abstract void Upgrade();

    protected void Run(DbUp.Builder.UpgradeEngineBuilder scripts)
    {
        var result = scripts
            .WithScriptsEmbeddedInAssembly(typeof(Engine).Assembly, name => name.Contains($".Migrations.{GetType().Name}.", StringComparison.Ordinal))
            .WithVariablesDisabled()
            .WithTransaction()
            .LogToNowhere()
            .Build()
            .PerformUpgrade();
        if (!result.Successful)
        {
            throw new StoreException($"The tables could not be made. {Place}: {result.Error.Message}", result.Error);
        }
    }
}
