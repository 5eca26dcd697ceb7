using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using AiInfra.Core.Catalog;

namespace AiInfra.Core.Tracking;

/// <summary>Where a run runs and from which code, as tags; see <see cref="RunTags"/>.</summary>
/// <remarks>The commit is that of the program's informational version (<c>1.0.0+commit</c>, which the .NET SDK writes), or else the one its working folder stands at.</remarks>
public static class RunEnvironment
{
    private const int LongestTag = 5000; // what older MLflow servers take

    /// <summary>The tags of this process as it is now. What is not known is left out.</summary>
    public static IReadOnlyDictionary<string, string> Tags() => Tags(Assembly.GetEntryAssembly(), System.Environment.CurrentDirectory);

    internal static Dictionary<string, string> Tags(Assembly? program, string folder)
    {
        string? version = program?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        string? built = version?.Split('+', 2) is [_, var suffix] && suffix.Length >= 40 && suffix[..40].All(char.IsAsciiHexDigit) ? suffix[..40].ToLowerInvariant() : null;
        string? commit = built ?? GitFolder.Commit(folder);
        var tags = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [RunTags.Runtime] = RuntimeInformation.FrameworkDescription,
            [RunTags.System] = $"{RuntimeInformation.OSDescription.Trim()} ({RuntimeInformation.ProcessArchitecture})",
            [RunTags.Cores] = System.Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture),
            [RunTags.Memory] = (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20).ToString(CultureInfo.InvariantCulture),
            [RunTags.Machine] = System.Environment.MachineName,
            [RunTags.User] = System.Environment.UserName,
            [RunTags.Packages] = Packages(),
        };
        Set(RunTags.Source, program?.GetName().Name);
        Set(RunTags.Version, version?.Split('+', 2)[0]);
        Set(RunTags.Commit, commit);
        Set(RunTags.CommitFrom, commit is null ? null : built is null ? "folder" : "assembly");
        Set(RunTags.Gpus, GraphicsProcessors.Describe());
        return tags;

        void Set(string key, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                tags[key] = value;
            }
        }
    }

    /// <summary>What is loaded beside the runtime's own, by name.</summary>
    private static string Packages()
    {
        string[] lines = [.. AppDomain.CurrentDomain.GetAssemblies()
            .Where(a => !a.IsDynamic)
            .Select(a => a.GetName())
            .Where(n => n.Name is { } name && name is not ("mscorlib" or "netstandard" or "System") && !name.StartsWith("System.", StringComparison.Ordinal))
            .Select(n => $"{n.Name} {n.Version}")
            .Distinct()
            .Order(StringComparer.Ordinal)];
        string text = string.Join('\n', lines);
        if (text.Length <= LongestTag)
        {
            return text;
        }

        int kept = text.LastIndexOf('\n', LongestTag - 40);
        return $"{text[..kept]}\n… {lines.Length - text[..kept].Split('\n').Length} more";
    }
}
