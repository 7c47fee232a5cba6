using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;
using Throughline.Casefile;

namespace Throughline.Host.Access;

/// <summary>The roles of the word list, as they stand in the record and in the sign-in.</summary>
internal static class Roles
{
    public const string IntakeOfficer = "intake officer", CaseOfficer = "case officer", Supervisor = "supervisor", Analyst = "programme analyst",
        Inspector = "inspector", Administrator = "administrator", Person = "person";

    /// <summary>Those who work at the desk; a place is a station for the intake officer and an office for the others.</summary>
    public static readonly IReadOnlyList<string> Staff = [IntakeOfficer, CaseOfficer, Supervisor, Analyst, Inspector, Administrator];
}

/// <summary>Who is signed in, and for which place.</summary>
internal static class SignedIn
{
    public const string StaffScheme = "staff", PersonScheme = "person";
    private const string PlaceClaim = "place";

    public static ClaimsPrincipal As(string role, string name, string? place)
    {
        var claims = new List<Claim> { new(ClaimTypes.Name, name), new(ClaimTypes.Role, role) };
        if (place is not null)
        {
            claims.Add(new Claim(PlaceClaim, place));
        }

        return new ClaimsPrincipal(new ClaimsIdentity(claims, CookieAuthenticationDefaults.AuthenticationScheme));
    }

    public static Actor ToActor(this ClaimsPrincipal user) =>
        new(user.FindFirstValue(ClaimTypes.Role) ?? "nobody", user.Identity?.Name ?? "nobody", user.Place());

    public static string? Place(this ClaimsPrincipal user) => user.FindFirstValue(PlaceClaim);

    public static string RoleName(this ClaimsPrincipal user) => user.FindFirstValue(ClaimTypes.Role) ?? "";
}
