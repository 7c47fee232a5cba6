using System.Reflection;
using System.Text.RegularExpressions;
using Throughline.Casefile;
using Throughline.Storage;

namespace Throughline.Tests;

public sealed partial class ArchitectureTests
{
    [Fact]
    public void The_case_file_is_pure_but_for_its_calendar() =>
        Assert.All(typeof(Case).Assembly.GetReferencedAssemblies(), r => Assert.Matches("^(System\\.|System$|netstandard|NodaTime$)", r.Name));

    [Fact]
    public void Storage_knows_nothing_of_the_web() =>
        Assert.DoesNotContain(typeof(Store).Assembly.GetReferencedAssemblies(), r => r.Name!.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));

    [Fact]
    public void No_field_exists_for_a_face_a_voice_or_a_score()
    {
        var properties = typeof(Case).Assembly.GetTypes().Concat(typeof(Store).Assembly.GetTypes())
            .SelectMany(t => t.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)).Select(p => p.Name);
        var assembly = typeof(Store).Assembly;
        var tables = assembly.GetManifestResourceNames().Where(n => n.EndsWith(".sql", StringComparison.Ordinal)).SelectMany(n =>
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(n)!);
            return reader.ReadToEnd().Split([' ', '\n', '(', ','], StringSplitOptions.RemoveEmptyEntries);
        });

        Assert.DoesNotContain(properties.Concat(tables), name => Forbidden().IsMatch(name));
    }

    [GeneratedRegex("^(face|facial|voice|voiceprint|biometric|selfie|fingerprint|score|risk|risklevel)", RegexOptions.IgnoreCase)]
    private static partial Regex Forbidden();
}
