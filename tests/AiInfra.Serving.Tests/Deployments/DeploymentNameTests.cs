using AiInfra.Serving.Deployments;
using AiInfra.Serving.Tests.Support;

namespace AiInfra.Serving.Tests.Deployments;

public sealed class DeploymentNameTests : IDisposable
{
    private readonly TestStore _store = new();

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData("a\0b", "U+0000")]
    [InlineData("a\nb", "U+000A")]
    [InlineData("\u202eevil", "U+202E")]
    [InlineData("li\u200bve", "U+200B")]
    [InlineData("a%2Fb", "%2F")]
    [InlineData("a%2fb", "%2F")]
    public void Deployment_NameThatHidesSomething_IsRefused(string name, string said) =>
        Assert.Contains(said, Assert.Throws<ArgumentException>(() => new Deployment(name, _store.Catalog, _store.Artifacts)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("team/price up")]
    [InlineData("précio-δ")]
    [InlineData("50%")]
    public async Task Deployment_OrdinaryName_IsTaken(string name)
    {
        await using var d = new Deployment(name, _store.Catalog, _store.Artifacts);
        Assert.Equal(name, d.Name);
    }
}
