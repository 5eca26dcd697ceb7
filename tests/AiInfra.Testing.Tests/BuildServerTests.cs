using AiInfra.Metrics;

namespace AiInfra.Testing.Tests;

/// <summary>Alone, because the environment is everybody's.</summary>
[CollectionDefinition(nameof(BuildServerTests), DisableParallelization = true)]
[Collection(nameof(BuildServerTests))]
public sealed class BuildServerTests
{
    [Theory]
    [InlineData("CI", "true")]
    [InlineData("TF_BUILD", "True")]
    [InlineData("TEAMCITY_VERSION", "2026.1")]
    [InlineData("JENKINS_URL", "https://jenkins.example")]
    [InlineData("CODEBUILD_BUILD_ID", "a:1")]
    public void ShouldNotRegress_MissingBaselineOnABuildServer_FailsAndMakesNone(string variable, string value)
    {
        string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():n}.json");
        Environment.SetEnvironmentVariable(variable, value);
        try
        {
            ModelAssertionException e = Assert.Throws<ModelAssertionException>(() => new[] { new Score("auc", 0.9, 3, "auc") }.ShouldNotRegress(file));
            Assert.Contains("a build server does not make one", e.Message);
            Assert.False(File.Exists(file));
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, null);
        }
    }
}
