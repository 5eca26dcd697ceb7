using System.Text;
using AiInfra.Core.Catalog;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AiInfra.AspNetCore.Dashboard;

/// <summary>Sends a page anew as it changes, as server-sent events; it ends when nothing goes on changing, and the page looks again by itself from then on.</summary>
internal sealed class LivePage(IServiceProvider services, TimeProvider time)
{
    /// <summary>How a page's script asks for it.</summary>
    public const string Part = "live";

    private const int MostAtOnce = 64;
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);
    private readonly IHostApplicationLifetime? _host = services.GetService<IHostApplicationLifetime>();
    private int _open;

    public async Task SendAsync(HttpContext context, IDashboardPage page, Func<DashboardRequest> request)
    {
        // A host that stops does not wait for pages that are looked at.
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _host?.ApplicationStopping ?? CancellationToken.None);
        if (Interlocked.Increment(ref _open) > MostAtOnce)
        {
            Interlocked.Decrement(ref _open);
            context.Response.StatusCode = StatusCodes.Status204NoContent; // the browser asks no more
            return;
        }

        try
        {
            string sent = "";
            while (true)
            {
                DashboardRequest asked = request();
                IDashboardView view = await page.LoadAsync(asked, end.Token).ConfigureAwait(false);
                if (sent.Length == 0 && !view.IsLive)
                {
                    context.Response.StatusCode = StatusCodes.Status204NoContent;
                    return;
                }

                var html = new PageWriter(asked);
                view.Write(html);
                string content = html.ToString();
                if (content != sent)
                {
                    if (sent.Length == 0)
                    {
                        context.Response.ContentType = "text/event-stream";
                    }

                    await context.Response.WriteAsync(Event(content), end.Token).ConfigureAwait(false);
                    await context.Response.Body.FlushAsync(end.Token).ConfigureAwait(false);
                    sent = content;
                }

                if (!view.IsLive)
                {
                    return;
                }

                await Task.Delay(s_pause, time, end.Token).ConfigureAwait(false);
            }
        }
        catch (CatalogNotFoundException)
        {
            // Deleted while it was looked at: the page that looks again says so.
            context.Response.StatusCode = context.Response.HasStarted ? context.Response.StatusCode : StatusCodes.Status204NoContent;
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // Nobody looks any more.
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    private static string Event(string content)
    {
        var text = new StringBuilder();
        foreach (string line in content.ReplaceLineEndings("\n").Split('\n'))
        {
            text.Append("data: ").Append(line).Append('\n');
        }

        return text.Append('\n').ToString();
    }
}
