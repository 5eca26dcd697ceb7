using System.Net;
using AiInfra.AspNetCore.Tests.Support;

namespace AiInfra.AspNetCore.Tests.Inference;

public sealed class CrowdTests
{
    [Fact]
    public async Task Infer_ManyClientsAtOnceThroughTheBatcher_EachGetsItsOwnAnswer()
    {
        await using TestHost host = await TestHost.StartAsync("sum", TestModels.Sum(1), serving: s => s.Batch(maxSize: 32));
        await Parallel.ForAsync(0, 2000, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (i, _) =>
        {
            (HttpStatusCode status, string body) = await host.PostAsync("v2/models/sum/infer", InferTests.Request("[1,2]", $"[{i},0]"));
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.EndsWith($"\"data\":[{i}]}}]}}", body);
        });
    }

    [Fact]
    public async Task Infer_WhileVersionsArePromotedAndRolledBack_NeverFails()
    {
        await using TestHost host = await TestHost.StartAsync("sum", TestModels.Sum(1));
        int second = await host.RegisterAsync("sum", TestModels.Sum(2));
        using var stop = new CancellationTokenSource();
        Task<int> clients = Task.Run(async () =>
        {
            int answered = 0;
            do
            {
                (HttpStatusCode status, string body) = await host.PostAsync("v2/models/sum/infer", InferTests.Request("[1,2]", "[1,2]"));
                Assert.True(status == HttpStatusCode.OK, body);
                Assert.True(body.Contains("\"1\"") ? body.Contains("[3]") : body.Contains("[6]"), body);
                answered++;
            }
            while (!stop.IsCancellationRequested);
            return answered;
        });
        await host.Deployment("sum").PromoteAsync(second, "test", "better");
        for (int i = 0; i < 10; i++)
        {
            await host.Deployment("sum").PromoteAsync(i % 2 == 0 ? 1 : second, "test", "to and fro");
        }

        await stop.CancelAsync();
        Assert.True(await clients > 0);
    }
}
