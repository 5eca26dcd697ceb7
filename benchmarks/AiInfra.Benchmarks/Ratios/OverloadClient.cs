using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AiInfra.Benchmarks.Ratios;

/// <summary>Offers requests at a rate over many connections, whatever the server makes of them, and counts the answers. Little work of its own. <see cref="RunAsync"/> is the process it lives in.</summary>
internal sealed class OverloadClient : IDisposable
{
    private readonly Socket[] _sockets;
    private readonly byte[] _request;

    private OverloadClient(Socket[] sockets, byte[] request)
    {
        _sockets = sockets;
        _request = request;
    }

    /// <summary>The whole process: each line that comes says a rate and seconds, each that goes the answers and refusals a second.</summary>
    public static async Task<int> RunAsync(string server, string path, string body, int connections)
    {
        using OverloadClient client = await ConnectAsync(new Uri(server), path, body, connections);
        while (await Console.In.ReadLineAsync() is string line)
        {
            double[] asked = [.. line.Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture))];
            (double answered, double refused) = await client.OfferAsync(asked[0], TimeSpan.FromSeconds(asked[1]));
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{answered} {refused}"));
        }

        return 0;
    }

    private static async Task<OverloadClient> ConnectAsync(Uri server, string path, string body, int connections)
    {
        byte[] request = Encoding.UTF8.GetBytes($"POST {path} HTTP/1.1\r\nHost: {server.Authority}\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
        var sockets = new Socket[connections];
        for (int i = 0; i < connections; i++)
        {
            sockets[i] = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await sockets[i].ConnectAsync(IPAddress.Loopback, server.Port);
        }

        return new OverloadClient(sockets, request);
    }

    /// <summary>Offers so many requests a second for a time; infinity sends the next as soon as the last is answered. Returns the answers and refusals a second.</summary>
    private async Task<(double Answered, double Refused)> OfferAsync(double rate, TimeSpan time)
    {
        long start = Stopwatch.GetTimestamp();
        int answered = 0, refused = 0;
        await Task.WhenAll(_sockets.Select((s, i) => Task.Run(async () =>
        {
            byte[] buffer = new byte[4096];
            TimeSpan every = double.IsFinite(rate) ? TimeSpan.FromSeconds(_sockets.Length / rate) : TimeSpan.Zero;
            TimeSpan due = every * ((double)i / _sockets.Length);
            while (Stopwatch.GetElapsedTime(start) is var now && now < time)
            {
                if (due > now)
                {
                    await Task.Delay(due - now);
                }

                _ = await AskAsync(s, buffer) ? Interlocked.Increment(ref answered) : Interlocked.Increment(ref refused);

                // Who is late is not late for ever: what a closed connection could not offer is not made up for.
                due = TimeSpan.FromTicks(Math.Max((due + every).Ticks, Stopwatch.GetElapsedTime(start).Ticks - every.Ticks));
            }
        })));
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return (answered / seconds, refused / seconds);
    }

    public void Dispose()
    {
        foreach (Socket socket in _sockets)
        {
            socket.Dispose();
        }
    }

    private async Task<bool> AskAsync(Socket socket, byte[] buffer)
    {
        await socket.SendAsync(_request);
        int length = 0;
        while (!HttpOipClient.IsWhole(buffer.AsSpan(0, length)))
        {
            int read = await socket.ReceiveAsync(buffer.AsMemory(length));
            length += read > 0 ? read : throw new InvalidOperationException("The server closed the connection.");
        }

        return buffer.AsSpan(0, length).StartsWith("HTTP/1.1 200"u8) || (buffer.AsSpan(0, length).StartsWith("HTTP/1.1 503"u8)
            ? false
            : throw new InvalidOperationException(Encoding.UTF8.GetString(buffer, 0, length)));
    }
}
