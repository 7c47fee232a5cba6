using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using NodaTime;

namespace Throughline.Host.Accounts;

/// <summary>Everything that accounts need, in one line of the composition.</summary>
internal static class AccountServices
{
    public static void AddAccounts(this IServiceCollection services, Installation installation, PublicUrl publicUrl)
    {
        services.AddSingleton(installation.Clock).AddSingleton<SecurityLog>();
        services.AddScoped<AccountConnection>().AddDbContext<AccountTables>((scope, o) => AccountTables.Use(o, scope.GetRequiredService<AccountConnection>()));
        services.AddIdentityCore<Account>(o =>
            {
                o.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
                o.User.AllowedUserNameCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-";
                o.Tokens.AuthenticatorTokenProvider = nameof(Totp);
            })
            .AddUserManager<StaffAccounts>().AddUserStore<AccountStore>().AddTokenProvider<Totp>(nameof(Totp));

        services.Configure<PasswordHasherOptions>(o => o.IterationCount = 210_000);
        var site = new Uri(publicUrl.Address);
        services.Configure<IdentityPasskeyOptions>(o =>
        {
            // Named, never taken from the request: a passkey must not be talked into another site.
            o.ServerDomain = site.Host;
            o.ValidateOrigin = c => ValueTask.FromResult(!c.CrossOrigin && Uri.TryCreate(c.Origin, UriKind.Absolute, out var origin) && origin.GetLeftPart(UriPartial.Authority) == site.GetLeftPart(UriPartial.Authority));
            // With the owner's finger, face or PIN on their own device a passkey is two factors; nothing of that reaches us.
            o.UserVerificationRequirement = "required";
            o.ResidentKeyRequirement = "required";
        });
        services.AddScoped<IPasskeyHandler<Account>, PasskeyHandler<Account>>();
        services.AddScoped<Sessions>().AddScoped<Passkeys>().AddScoped<SigningIn>().AddScoped<Inviting>().AddScoped<WaysIn>();
        services.Configure<CookieAuthenticationOptions>(Access.SignedIn.StaffScheme, o => o.Events.OnValidatePrincipal = Sessions.LookAsync);
    }
}
