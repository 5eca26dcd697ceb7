using System.Text.RegularExpressions;

namespace AiInfra.Architecture.Tests;

/// <summary>The same thing is done in the same way in every package: extension classes, checks of options, builders.</summary>
public sealed partial class PatternTests
{
    private const string Builder = "AiInfraBuilder", Checked = "ICheckedOptions";

    [Fact]
    public void ExtensionClasses_AllPublic_AreNamedByWhatTheyExtend()
    {
        var faults = new List<string>();
        foreach (DeclaredType type in DeclaredType.Public.Where(t => t.IsStatic))
        {
            foreach (string[] extended in Extended().Matches(type.Text).Select(m => new[] { m.Groups[1].Value, m.Groups[2].Value }))
            {
                if (extended[0] == Builder)
                {
                    if (!Regex.IsMatch(type.Name, @"^AiInfra\w+BuilderExtensions$") || type.File.Namespace != "Microsoft.Extensions.DependencyInjection")
                    {
                        faults.Add($"{type.Where} extends {Builder}: it is an AiInfra…BuilderExtensions in Microsoft.Extensions.DependencyInjection");
                    }
                }
                else if (extended[0] != "T" && !IsAssertion(type) && !extended.Any(e => e.Length > 0 && type.Name.EndsWith(Plain(e) + "Extensions", StringComparison.Ordinal)))
                {
                    faults.Add($"{type.Where} extends {extended[0]}: it is a {Plain(extended[0])}Extensions");
                }
            }
        }

        AssertNone(faults);
    }

    [Fact]
    public void Options_AllThatHostsRegister_AreChecked()
    {
        HashSet<string> known = [.. DeclaredType.All.Where(t => t.Base == Checked).Select(t => t.Name)];
        Assert.Contains("DeploymentOptions", known);
        AssertNone(Sources().SelectMany(f => Registered().Matches(f.Text).Select(m => m.Groups[1].Value).Where(n => n != "T" && !known.Contains(n)).Select(n => $"{f.Package}/{f.Path}: {n} does not say what is wrong with it ({Checked})")));
        AssertNone(Sources().Where(f => OtherCheck().IsMatch(f.Text)).Select(f => $"{f.Package}/{f.Path} checks options in another way than {Checked}: {OtherCheck().Match(f.Text).Value}"));
    }

    [Fact]
    public void Builders_AllPublic_AreSealedAndGiveThemselvesBack()
    {
        var faults = new List<string>();
        foreach (DeclaredType type in DeclaredType.All.Where(t => t.Name.EndsWith("Builder", StringComparison.Ordinal)))
        {
            if (type.IsStatic)
            {
                faults.Add($"{type.Where} is static and builds nothing step by step: it has another name");
            }
            else if (!type.Modifiers.Contains("sealed", StringComparison.Ordinal))
            {
                faults.Add($"{type.Where} is not sealed; what two builders share is a …BuilderBase<TBuilder>");
            }

            // A builder that a host's AddX makes tells its name and the services, for the extensions of others.
            bool host = type.File.Package != "AiInfra.Core" && type.File.Room == "Hosting" && type.Base is null;
            if (host && !(type.Text.Contains("public IServiceCollection Services { get; }", StringComparison.Ordinal) && type.Text.Contains("public string Name { get; }", StringComparison.Ordinal)))
            {
                faults.Add($"{type.Where} has no Services and Name");
            }
        }

        AssertNone(faults);
    }

    private static bool IsAssertion(DeclaredType type) => type.File.Package == "AiInfra.Testing" && type.Name.EndsWith("Assertions", StringComparison.Ordinal);

    // AiInfra.Onnx stands alone, without AiInfra.Core.
    private static IEnumerable<SourceFile> Sources() => House.Built.Packages.Values.Where(p => p.Name != "AiInfra.Onnx").SelectMany(p => p.Files);

    private static string Plain(string type) => type.Length > 1 && type[0] == 'I' && char.IsAsciiLetterUpper(type[1]) ? type[1..] : type;

    private static void AssertNone(IEnumerable<string> faults)
    {
        string[] all = [.. faults];
        Assert.True(all.Length == 0, $"{string.Join(Environment.NewLine, all)}{Environment.NewLine}CONTRIBUTING.md says how it is done.");
    }

    [GeneratedRegex(@"^    public static [^\n]*\(\s*this (\w+)(?:<(\w+)[^\n]*?>)? \w+", RegexOptions.Multiline)]
    private static partial Regex Extended();

    [GeneratedRegex(@"\.Add(?:Checked)?Options<(\w+)>\(")]
    private static partial Regex Registered();

    [GeneratedRegex(@"\[OptionsValidator\]|\bIValidatableObject\b|\bValidateDataAnnotations\b|using System\.ComponentModel\.DataAnnotations;|\bvoid Validate\(\)|\bIsSensible\b")]
    private static partial Regex OtherCheck();
}
