using System.Text.RegularExpressions;

namespace AiInfra.AspNetCore.Mlflow;

/// <summary>MLflow's limits and names.</summary>
internal static partial class MlflowRules
{
    public const int MostMetrics = 1000;
    public const int MostParameters = 100;
    public const int MostTags = 100;
    public const int MostEntities = 1000;
    private const int LongestKey = 250;
    private const int LongestParameter = 6000;
    private const int LongestTag = 8000;
    private const int LongestExperiment = 500;

    /// <summary>A metric, parameter or tag's name: letters, digits, <c>_ - . : space /</c>, and no path that leads elsewhere.</summary>
    public static string Key(string? key, string what)
    {
        if (string.IsNullOrEmpty(key))
        {
            throw MlflowAnswerException.Invalid($"Missing value for required parameter '{what}.key'.");
        }

        if (key.Length > LongestKey)
        {
            throw MlflowAnswerException.Invalid($"The name of a {what} has {key.Length} characters, which is more than {LongestKey}: '{key[..50]}…'.");
        }

        return Name().IsMatch(key) && !key.StartsWith('/') && !key.Split('/').Any(p => p is "" or "." or "..")
            ? key
            : throw MlflowAnswerException.Invalid($"Invalid {what} name: '{key}'. Names may only contain letters, digits, underscores, dashes, periods, spaces, colons and slashes, and be no path that is absolute or goes up.");
    }

    public static string Parameter(string key, string value) => Value(key, value, "parameter", LongestParameter);

    public static string Tag(string key, string value) => Value(key, value, "tag", LongestTag);

    public static string Experiment(string name) => name.Length <= LongestExperiment ? name : throw MlflowAnswerException.Invalid($"The name of an experiment has {name.Length} characters, which is more than {LongestExperiment}.");

    public static string Alias(string alias) => AliasName().IsMatch(alias) && !string.Equals(alias, "latest", StringComparison.OrdinalIgnoreCase) && !VersionName().IsMatch(alias)
        ? alias
        : throw MlflowAnswerException.Invalid($"Invalid alias name: '{alias}'. Expected letters, digits, underscores and dashes, at most 255, not 'latest' and not 'v' with a number.");

    private static string Value(string key, string value, string what, int most) => value.Length <= most
        ? value
        : throw MlflowAnswerException.Invalid($"The value of {what} '{key}' has {value.Length} characters, which is more than {most}. Log it as an artifact.");

    [GeneratedRegex(@"^[/\w.\- :]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex(@"^[\w\-]{1,255}\z", RegexOptions.CultureInvariant)]
    private static partial Regex AliasName();

    [GeneratedRegex(@"^[vV]\d+\z", RegexOptions.CultureInvariant)]
    private static partial Regex VersionName();
}
