using System.Security.Cryptography;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Throughline.Host.Access;
using Throughline.Host.Demonstrations;

namespace Throughline.Host.Pages;

/// <summary>The front page. On an empty store it asks what the store is for.</summary>
internal sealed class IndexModel(Installation installation, PublicUrl publicUrl, SetupLink link) : PageModel
{
    private const int PeopleOfTheDemonstration = 60;

    public StoreMode Mode { get; private set; }

    public bool IsDemonstration => installation.Programme.IsDemonstration;

    /// <summary>Filled by an import before anybody decided what it is for: nobody is invented beside them.</summary>
    public bool HasCases => Count > 0;

    public long Count => installation.Cases.Count("c.kind <> 'fault'");

    public bool LinkPrinted { get; private set; }

    public void OnGet() => Mode = installation.Mode();

    public async Task<IActionResult> OnPostDemonstrationAsync()
    {
        if (installation.Mode() == StoreMode.Undecided)
        {
            installation.Decide(StoreMode.Demonstration);
            if (!HasCases)
            {
                await new DemoHouseholds(installation).MakeAsync(PeopleOfTheDemonstration);
            }
        }

        return Redirect("/sign-in");
    }

    public void OnPostReal()
    {
        Mode = installation.Mode();
        if (Mode == StoreMode.Undecided)
        {
            Console.Error.WriteLine("Set this store up for real: " + publicUrl.To("/setup?once=" + link.Make()));
            LinkPrinted = true;
        }
    }
}

/// <summary>The one-time link of the first set-up: whoever reads the terminal owns the installation.</summary>
internal sealed class SetupLink
{
    private string? _secret;

    public string Make() => _secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    public bool Is(string? secret) => _secret is { } kept && secret is not null
        && CryptographicOperations.FixedTimeEquals(System.Text.Encoding.UTF8.GetBytes(secret), System.Text.Encoding.UTF8.GetBytes(kept));

    /// <summary>True once.</summary>
    public bool Use(string? secret)
    {
        var right = Is(secret);
        if (right)
        {
            _secret = null;
        }

        return right;
    }
}
