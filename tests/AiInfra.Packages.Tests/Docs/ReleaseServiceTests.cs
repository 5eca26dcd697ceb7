using System.Net;
using System.Text.RegularExpressions;

namespace AiInfra.Packages.Tests.Docs;

/// <summary>The service of docs/release.md, as it is when it is published trimmed or ahead of time.</summary>
public sealed partial class ReleaseServiceTests(PackedFeed feed)
{
    [Fact]
    public async Task Service_WithoutReflection_BuildsWithoutWarningAndAnswersItsRoutes()
    {
        Assert.SkipWhen(feed.Absent is not null, feed.Absent ?? "");
        string folder = feed.Folder("Service");
        await Tool.DotnetAsync(folder, "build", "--no-restore", "-o", "out", "--nologo", "-v", "q");
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        var address = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<string> running = Tool.ServeAsync(folder, line => Heard(line, address), stop.Token, "exec", Path.Combine("out", "Service.dll"), "--urls", "http://127.0.0.1:0");
        try
        {
            Assert.True(await Task.WhenAny(address.Task, running) == address.Task, running.IsCompleted ? await running : "");
            using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = await address.Task };
            using var question = new StringContent("""{"site":"north","price":1,"demand":0.5}""", System.Text.Encoding.UTF8, "application/json");

            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/healthz")).StatusCode);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync("/readyz")).StatusCode);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.PostAsync("/price", question)).StatusCode);
        }
        finally
        {
            await stop.CancelAsync();
        }

        Assert.DoesNotContain("JsonTypeInfo", await running, StringComparison.Ordinal);
    }

    private static void Heard(string line, TaskCompletionSource<Uri> address)
    {
        if (Listening().Match(line) is { Success: true } found)
        {
            address.TrySetResult(new Uri(found.Groups[1].Value));
        }
    }

    [GeneratedRegex(@"Now listening on: (\S+)")]
    private static partial Regex Listening();
}
