using System.IO.Compression;
using System.Text;

namespace AiInfra.AspNetCore.Tests.Support;

internal static class Compressed
{
    public static byte[] Make(string text, string encoding)
    {
        using var to = new MemoryStream();
        using (Stream stream = encoding switch
        {
            "gzip" => new GZipStream(to, CompressionLevel.Fastest, leaveOpen: true),
            "br" => new BrotliStream(to, CompressionLevel.Fastest, leaveOpen: true),
            _ => new ZLibStream(to, CompressionLevel.Fastest, leaveOpen: true),
        })
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
        }

        return to.ToArray();
    }
}
