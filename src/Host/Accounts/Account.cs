using System.Data.Common;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Npgsql;
using Throughline.Storage;

namespace Throughline.Host.Accounts;

/// <summary>Somebody of the staff: the name they sign in with, the name on record, one role, and the place it holds for.</summary>
internal sealed class Account : IdentityUser
{
    public required string Name { get; set; }

    public required string Role { get; set; }

    /// <summary>A station or an office; null for a role of the whole programme.</summary>
    public string? Place { get; set; }

    public Instant MadeAt { get; init; }

    public Instant? DisabledAt { get; set; }

    /// <summary>The hash of a one-time link that was not used yet, and until when it holds.</summary>
    public byte[]? LinkKey { get; set; }

    public Instant? LinkUntil { get; set; }

    /// <summary>The half minute of the last code that was taken: a code works once.</summary>
    public long TotpStep { get; set; }

    public bool IsDisabled => DisabledAt is not null;
}

/// <summary>A sign-in that still holds.</summary>
internal sealed class Session
{
    public required byte[] Key { get; init; }

    public required string Account { get; init; }

    public Instant StartedAt { get; init; }

    public Instant SeenAt { get; set; }

    /// <summary>"passkey" or "password and code".</summary>
    public required string Means { get; init; }

    public byte[]? Challenge { get; init; }
}

/// <summary>The connection of one request. Closed with it, also when nothing was asked: a context that was never used would not close its own.</summary>
internal sealed class AccountConnection(Installation installation) : IDisposable
{
    public DbConnection Db { get; } = installation.Store.OpenWriter();

    public void Dispose() => Db.Dispose();
}

/// <summary>Maps accounts to the tables that the numbered migrations made, alike on both engines. Nothing else in the project uses EF.</summary>
internal sealed class AccountTables(DbContextOptions<AccountTables> options) : DbContext(options)
{
    public DbSet<Account> Accounts => Set<Account>();

    public DbSet<Session> Sessions => Set<Session>();

    public static void Use(DbContextOptionsBuilder options, AccountConnection connection)
    {
        switch (connection.Db)
        {
            case SqliteConnection sqlite:
                options.UseSqlite(sqlite);
                break;
            case NpgsqlConnection postgres:
                options.UseNpgsql(postgres);
                break;
            case var other:
                throw new NotSupportedException($"Accounts cannot be kept on a {other.GetType().Name}.");
        }
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Instant>().HaveConversion<Micros>();
        configurationBuilder.Properties<bool>().HaveConversion<int>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Account>(a =>
        {
            a.ToTable("accounts").HasKey(x => x.Id);
            a.Property(x => x.LockoutEnd).HasConversion(at => Instant.FromDateTimeOffset(at!.Value).Micros(), micros => micros.ToInstant().ToDateTimeOffset());
            a.Property(x => x.ConcurrencyStamp).IsConcurrencyToken();
            // There is no mail and no telephone of staff here, and nothing is sent to either.
            a.Ignore(x => x.Email).Ignore(x => x.NormalizedEmail).Ignore(x => x.EmailConfirmed).Ignore(x => x.PhoneNumber).Ignore(x => x.PhoneNumberConfirmed).Ignore(x => x.IsDisabled);
        });
        modelBuilder.Entity<IdentityUserToken<string>>().ToTable("account_tokens").HasKey(t => new { t.UserId, t.LoginProvider, t.Name });
        modelBuilder.Entity<IdentityUserPasskey<string>>(p =>
        {
            p.ToTable("account_passkeys").HasKey(x => x.CredentialId);
            p.OwnsOne(x => x.Data).ToJson("data");
        });
        modelBuilder.Entity<Session>(s =>
        {
            s.ToTable("account_sessions").HasKey(x => x.Key);
            s.Property(x => x.Key).HasColumnName("session_key");
        });
        foreach (var property in modelBuilder.Model.GetEntityTypes().Where(e => !e.IsMappedToJson()).SelectMany(e => e.GetProperties()).Where(p => p.Name != nameof(Session.Key)))
        {
            property.SetColumnName(Snake(property.Name));
        }
    }

    private static string Snake(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i > 0 ? "_" : "") + char.ToLowerInvariant(c) : c.ToString()));

    private sealed class Micros() : Microsoft.EntityFrameworkCore.Storage.ValueConversion.ValueConverter<Instant, long>(at => at.Micros(), micros => micros.ToInstant());
}
