using AiInfra.AspNetCore.Tests.Support;

namespace AiInfra.AspNetCore.Tests.Inference;

public sealed class NonFiniteTests
{
    [Fact]
    public async Task Infer_NullsAndZeros_AnswerNullForNaNAndABigNumberForInfinity()
    {
        await using TestHost host = await TestHost.StartAsync("inverse", TestModels.Inverse());
        (_, string body) = await host.PostAsync("v2/models/inverse/infer", """{"inputs":[{"name":"x","shape":[4,1],"datatype":"FP64","data":[null,0,-0.0,2]}]}""");
        Assert.Contains("\"data\":[null,1e999,-1e999,0.5]", body);
    }

    [Fact]
    public async Task Infer_InfinityAsTheErrorAdvisesIt_IsTaken()
    {
        await using TestHost host = await TestHost.StartAsync("inverse", TestModels.Inverse());
        (_, string refused) = await host.PostAsync("v2/models/inverse/infer", """{"inputs":[{"name":"x","shape":[1,1],"datatype":"FP64","data":[-Infinity]}]}""");
        Assert.Contains("an infinite one 1e999", refused, StringComparison.Ordinal);
        (_, string body) = await host.PostAsync("v2/models/inverse/infer", """{"inputs":[{"name":"x","shape":[3,1],"datatype":"FP64","data":[1e999,-1e999,4]}]}""");
        Assert.Contains("\"data\":[0,-0,0.25]", body, StringComparison.Ordinal);
    }
}
