using System.Security.Cryptography;
using Throughline.Casefile.Addresses;

namespace Throughline.Host.Casework;

/// <summary>What is read aloud or copied by hand: the code of a notice and of a receipt. No 0 O 1 I L 5 S 2 Z, which are mistaken for each other.</summary>
internal static class NoticeCodes
{
    private const string Characters = "346789ABCDEFGHJKMNPQRTUVWXY";
    private const int Length = 12;

    /// <summary>The secret of one household: twelve characters, printed in groups of four.</summary>
    public static string Make() => RandomNumberGenerator.GetString(Characters, Length);

    /// <summary>What the person keeps as proof of a report: eight characters, as in 7K4M-93QD.</summary>
    public static string MakeReceipt() => RandomNumberGenerator.GetString(Characters, 4) + "-" + RandomNumberGenerator.GetString(Characters, 4);

    /// <summary>The code in a letter, which proves an address.</summary>
    public static string MakeForLetter() => RandomNumberGenerator.GetString(Characters, AddressProofRules.CodeLength);

    public static string? ReadFromLetter(string? typed) => Read(typed ?? "", AddressProofRules.CodeLength);

    /// <summary>As somebody typed it; null when it can't be a code. Blanks, dashes and small letters make no difference.</summary>
    public static string? Read(string typed) => Read(typed, Length);

    private static string? Read(string typed, int length)
    {
        // Neither O nor 0 is ever printed: who sees a ring has missed the tail of a Q.
        var plain = new string([.. typed.ToUpperInvariant().Where(char.IsLetterOrDigit).Select(c => c is 'O' or '0' ? 'Q' : c)]);
        return plain.Length == length && plain.All(Characters.Contains) ? plain : null;
    }
}
