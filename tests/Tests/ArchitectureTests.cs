using System.Reflection;
using System.Text.RegularExpressions;
using Throughline.Casefile;
using Throughline.Host;
using Throughline.Monitoring.Protocols;
using Throughline.Storage;

namespace Throughline.Tests;

public sealed partial class ArchitectureTests
{
    [Fact]
    public void The_case_file_is_pure_but_for_its_calendar() =>
        Assert.All(typeof(Case).Assembly.GetReferencedAssemblies(), r => Assert.Matches("^(System\\.|System$|netstandard|NodaTime$)", r.Name));

    [Fact]
    public void Monitoring_and_the_case_file_never_meet()
    {
        Assert.All(typeof(Protocol).Assembly.GetReferencedAssemblies(), r => Assert.DoesNotMatch("^Throughline\\.", r.Name));
        Assert.DoesNotContain(typeof(Case).Assembly.GetReferencedAssemblies(), r => r.Name == typeof(Protocol).Assembly.GetName().Name);
    }

    [Fact]
    public void Storage_knows_nothing_of_the_web() =>
        Assert.DoesNotContain(typeof(Store).Assembly.GetReferencedAssemblies(), r => r.Name!.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));

    [Fact]
    public void No_field_exists_for_a_face_a_voice_or_a_score()
    {
        var properties = new[] { typeof(Case), typeof(Protocol), typeof(Store), typeof(Installation) }.SelectMany(t => t.Assembly.GetTypes())
            .SelectMany(t => t.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)).Select(p => p.Name);
        var assembly = typeof(Store).Assembly;
        var tables = assembly.GetManifestResourceNames().Where(n => n.EndsWith(".sql", StringComparison.Ordinal)).SelectMany(n =>
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(n)!);
            return reader.ReadToEnd().Split([' ', '\n', '(', ','], StringSplitOptions.RemoveEmptyEntries);
        });

        Assert.DoesNotContain(properties.Concat(tables), name => Forbidden().IsMatch(name));
    }

    [Theory]
    [InlineData("FaceImage", true)]
    [InlineData("HasRiskLevel", true)]
    [InlineData("voice_print", true)]
    [InlineData("totalScore", true)]
    [InlineData("BiometricMatch", true)]
    [InlineData("Surface", false)]
    [InlineData("Invoice", false)]
    public void A_forbidden_word_is_found_wherever_it_stands_in_a_name(string name, bool forbidden) => Assert.Equal(forbidden, Forbidden().IsMatch(name));

    // A word of a name begins at its start, with a capital, or behind an underscore: "Surface" holds no face.
    [GeneratedRegex("(?:^|_)(?:face|facial|voice|biometric|selfie|fingerprint|score|risk)|(?:Face|Facial|Voice|Biometric|Selfie|Fingerprint|Score|Risk)")]
    private static partial Regex Forbidden();
}
