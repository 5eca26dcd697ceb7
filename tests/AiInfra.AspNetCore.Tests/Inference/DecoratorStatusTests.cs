using System.Net;
using AiInfra.AspNetCore.Tests.Support;
using AiInfra.Core.Rows;
using AiInfra.Serving.Deployments;

namespace AiInfra.AspNetCore.Tests.Inference;

/// <summary>What a client is told of a decorator that refuses it, and of one that answers wrongly.</summary>
public sealed class DecoratorStatusTests
{
    private const string Path = "v2/models/sum/infer";
    private const string Body = """{"inputs":[{"name":"x","shape":[1,2],"datatype":"FP32","data":[1,2]}]}""";

    [Fact]
    public async Task Infer_DecoratorRefusesAClient_Answers429WithItsWords()
    {
        await using TestHost host = await TestHost.StartAsync("sum", TestModels.Sum(2), serving: s => s.Use((_, _, _, _) => throw new TooManyRequestsException("ann asked more than twice.")));
        (HttpStatusCode status, string body) = await host.PostAsync(Path, Body);
        Assert.Equal(HttpStatusCode.TooManyRequests, status);
        Assert.Contains("ann asked more than twice.", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Infer_DecoratorAnswersOtherColumns_IsTheServersFault()
    {
        await using TestHost host = await TestHost.StartAsync("sum", TestModels.Sum(2), serving: s => s.Use((request, _, _, _) =>
            ValueTask.FromResult(request.Answer([new Row(new RowSchema([new Column("other", ValueKind.Number)]), [1.0])]))));
        (HttpStatusCode status, string body) = await host.PostAsync(Path, Body);
        Assert.Equal(HttpStatusCode.InternalServerError, status);
        Assert.DoesNotContain("other", body, StringComparison.Ordinal);
    }
}
