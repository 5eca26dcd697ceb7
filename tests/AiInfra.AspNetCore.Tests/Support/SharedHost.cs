namespace AiInfra.AspNetCore.Tests.Support;

/// <summary>One host for the tests of a class that only ask.</summary>
public sealed class SharedHost : IAsyncLifetime
{
    internal TestHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Host = await TestHost.StartAsync(
        new Dictionary<string, byte[]> { ["sum"] = TestModels.Sum(10), ["classes"] = TestModels.Classes(), ["echo"] = TestModels.Echo() });

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
