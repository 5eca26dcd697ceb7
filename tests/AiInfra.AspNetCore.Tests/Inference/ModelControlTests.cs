using System.Net;
using AiInfra.AspNetCore.Tests.Support;
using AiInfra.Serving.Deployments;

namespace AiInfra.AspNetCore.Tests.Inference;

public sealed class ModelControlTests
{
    [Fact]
    public async Task Unload_WhereTheHostDoesNotAllowIt_ChangesNothing()
    {
        await using TestHost host = await TestHost.StartAsync("sum", TestModels.Sum(1));
        using HttpResponseMessage response = await host.Client.PostAsync("v2/repository/models/sum/unload", null);
        await InferTests.ErrorIsAsync(response, HttpStatusCode.Forbidden, "AllowModelControl");
        Assert.Equal(DeploymentStatus.Ready, host.Deployment("sum").Status);
    }

    [Fact]
    public async Task Names_WithSlashesAndBlanks_AreFoundWhenEscaped()
    {
        await using TestHost host = await TestHost.StartAsync("team/price up", TestModels.Sum(1));
        (HttpStatusCode status, _) = await host.PostAsync("v2/models/team%2Fprice%20up/infer", InferTests.Request("[1,2]", "[1,2]"));
        Assert.Equal(HttpStatusCode.OK, status);
    }
}
