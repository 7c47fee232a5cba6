using System.Reflection;

namespace Throughline.Host.Accounts;

/// <summary>A password is long and not one that is guessed first. No rule about kinds of signs, none about age: both make worse passwords.</summary>
internal static class PasswordRules
{
    public const int Shortest = 12, Longest = 128;
    private static readonly Lazy<HashSet<string>> GuessedFirst = new(Read);

    /// <summary>What is wrong with it, as a sentence, or null.</summary>
    public static string? Fault(string password, string userName, string name)
    {
        var plain = password.ToLowerInvariant();
        return password.Length < Shortest ? $"Take at least {Shortest} signs. Four words that do not belong together are easy to keep."
            : password.Length > Longest ? $"Take at most {Longest} signs."
            : plain.Distinct().Count() < 5 || GuessedFirst.Value.Contains(plain) || GuessedFirst.Value.Contains(Core(plain)) ? "This is one of the passwords that are guessed first. Take another."
            : new[] { "throughline", userName, name }.Any(w => w.Length > 3 && Letters(plain).Contains(Letters(w.ToLowerInvariant()), StringComparison.Ordinal))
                ? "Leave out your own name and the name of this program." : null;
    }

    /// <summary>The word that a number or a sign was only put around, once or several times.</summary>
    private static string Core(string plain)
    {
        var word = plain.Trim([.. "0123456789!?.,-_*#+$%&@ "]);
        return word.Length % 2 == 0 && word.Length > 0 && word[..(word.Length / 2)] == word[(word.Length / 2)..] ? word[..(word.Length / 2)] : word;
    }

    private static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit));

    private static HashSet<string> Read()
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("Throughline.Accounts.guessed-first.txt")!);
        return [.. reader.ReadToEnd().Split('\n').Where(l => l.Length > 0 && l[0] != '#')];
    }
}
