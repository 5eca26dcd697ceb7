using System.IO.Compression;
using System.Text;

namespace AiInfra.AspNetCore.Tests.Support;

internal static class Compressed
{
    public static byte[] Make(string text, string encoding)
    {
        using var to = new MemoryStream();
        using (Stream stream = encoding == "gzip" ? new GZipStream(to, CompressionLevel.Fastest) : new ZLibStream(to, CompressionLevel.Fastest))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
        }

        return to.ToArray();
    }
}
