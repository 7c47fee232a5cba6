using System.Security.Cryptography;

namespace Throughline.Host.Casework;

/// <summary>The code that a person keeps as proof: eight characters that are not mistaken for others, as in 7K4M-93QD.</summary>
internal static class Receipts
{
    private const string Characters = "346789ABCDEFGHJKMNPQRTUVWXY";

    public static string Make() => RandomNumberGenerator.GetString(Characters, 4) + "-" + RandomNumberGenerator.GetString(Characters, 4);
}
