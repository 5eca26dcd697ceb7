namespace AiInfra.Metrics;

/// <summary>How a signature is written: name, options that change the value, version of the definition.</summary>
public static class MetricSignature
{
    /// <summary>A signature of the first version.</summary>
    /// <param name="name">Name of the metric in camel case; without blanks, bars and colons.</param>
    /// <param name="options">Options that change the value, as "key:value" joined by bars; empty when there are none.</param>
    /// <returns>"name|version:1", or "name|options|version:1".</returns>
    /// <exception cref="ArgumentException">The name is empty or has a blank, bar or colon; an option has no key, has a blank in it, or is called version.</exception>
    public static string Of(string name, string options = "")
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!IsWord(name))
        {
            throw new ArgumentException($"'{name}' is no name of a metric; a name is in camel case, without blanks, bars and colons: \"meanCost\".", nameof(name));
        }

        foreach (string option in options.Length == 0 ? [] : options.Split('|'))
        {
            int colon = option.IndexOf(':', StringComparison.Ordinal);
            string key = colon < 0 ? option : option[..colon];
            if (!IsWord(key) || key == "version" || colon == option.Length - 1)
            {
                throw new ArgumentException($"'{option}' of '{name}' is no option; options are \"key:value\" joined by bars, and the version is added by itself: \"average:macro|beta:2\".", nameof(options));
            }
        }

        return options.Length == 0 ? $"{name}|version:1" : $"{name}|{options}|version:1";
    }

    private static bool IsWord(string? text) => !string.IsNullOrEmpty(text) && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '|' or ':');
}
