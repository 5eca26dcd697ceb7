namespace AiInfra.Testing;

/// <summary>Names of the environment variables that change what tests do. "1" and "true" turn them on.</summary>
public static class TestingSwitches
{
    /// <summary>Record anew, over what was recorded.</summary>
    public const string Record = "AIINFRA_RECORD";

    /// <summary>Write baselines anew instead of comparing with them.</summary>
    public const string UpdateBaselines = "AIINFRA_UPDATE_BASELINES";

    internal static bool IsOn(string name) => Environment.GetEnvironmentVariable(name) is { } value && (value == "1" || string.Equals(value, "true", StringComparison.OrdinalIgnoreCase));
}
