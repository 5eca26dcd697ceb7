namespace AiInfra.Testing;

/// <summary>Names of the environment variables that change what tests do. "1" and "true" turn them on.</summary>
public static class TestingSwitches
{
    /// <summary>Record anew, over what was recorded.</summary>
    public const string Record = "AIINFRA_RECORD";

    /// <summary>Write baselines anew instead of comparing with them.</summary>
    public const string UpdateBaselines = "AIINFRA_UPDATE_BASELINES";

    /// <summary>Variables by which build servers make themselves known: CI (GitHub, GitLab, Bitbucket, CircleCI, Travis, AppVeyor) and TF_BUILD (Azure Pipelines) are "true", the others have any value (TeamCity, Jenkins, CodeBuild).</summary>
    internal static readonly string[] BuildServers = ["CI", "TF_BUILD", "TEAMCITY_VERSION", "JENKINS_URL", "CODEBUILD_BUILD_ID"];

    /// <summary>Whether nobody would commit a file that is made now.</summary>
    internal static bool IsBuildServer => IsOn(BuildServers[0]) || IsOn(BuildServers[1]) || BuildServers.Skip(2).Any(name => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name)));

    internal static bool IsOn(string name) => Environment.GetEnvironmentVariable(name) is { } value && (value == "1" || string.Equals(value, "true", StringComparison.OrdinalIgnoreCase));
}
