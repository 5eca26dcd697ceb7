using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AiInfra.Benchmarks.Ratios;

/// <summary>Sends one prepared request again and again over connections that stay open, one request at a time on each. Little work of its own, so that the servers are what is measured.</summary>
internal sealed class HttpOipClient : IDisposable
{
    private readonly Socket[] _sockets;
    private readonly byte[] _request;

    private HttpOipClient(Socket[] sockets, byte[] request)
    {
        _sockets = sockets;
        _request = request;
    }

    public static async Task<HttpOipClient> ConnectAsync(Uri server, string path, string body, int connections)
    {
        byte[] request = Encoding.UTF8.GetBytes($"POST {path} HTTP/1.1\r\nHost: {server.Authority}\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
        var sockets = new Socket[connections];
        for (int i = 0; i < connections; i++)
        {
            sockets[i] = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await sockets[i].ConnectAsync(IPAddress.Loopback, server.Port);
        }

        return new HttpOipClient(sockets, request);
    }

    /// <summary>Sends so many requests in all and waits for their answers.</summary>
    public async Task SendAsync(int requests)
    {
        int left = requests;
        await Task.WhenAll(_sockets.Select(s => Task.Run(async () =>
        {
            byte[] buffer = new byte[4096];
            while (Interlocked.Decrement(ref left) >= 0)
            {
                await AskAsync(s, buffer);
            }
        })));
    }

    public void Dispose()
    {
        foreach (Socket socket in _sockets)
        {
            socket.Dispose();
        }
    }

    private async Task AskAsync(Socket socket, byte[] buffer)
    {
        await socket.SendAsync(_request);
        int length = 0;
        while (!IsWhole(buffer.AsSpan(0, length)))
        {
            int read = await socket.ReceiveAsync(buffer.AsMemory(length));
            length += read > 0 ? read : throw new InvalidOperationException("The server closed the connection.");
        }

        if (!buffer.AsSpan(0, length).StartsWith("HTTP/1.1 200"u8))
        {
            throw new InvalidOperationException(Encoding.UTF8.GetString(buffer, 0, length));
        }
    }

    internal static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        int head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0)
        {
            return false;
        }

        ReadOnlySpan<byte> name = "Content-Length: "u8;
        int at = answer[..head].IndexOf(name);
        if (at < 0)
        {
            return answer.EndsWith("\r\n0\r\n\r\n"u8);
        }

        ReadOnlySpan<byte> value = answer[(at + name.Length)..];
        return answer.Length >= head + 4 + int.Parse(value[..value.IndexOf((byte)'\r')], NumberStyles.None, CultureInfo.InvariantCulture);
    }
}
