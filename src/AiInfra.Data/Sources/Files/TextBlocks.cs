using System.Text;

namespace AiInfra.Data.Sources.Files;

/// <summary>A text file as UTF-8, buffer after buffer; what a consumer leaves of one buffer stands at the beginning of the next.</summary>
internal sealed class TextBlocks : IAsyncDisposable
{
    private const int Chunk = 1 << 19;

    private readonly SourceFileStream _file;
    private readonly Stream _utf8;
    private readonly int _slack;
    private readonly bool _open;
    private byte[] _buffer;

    private TextBlocks(SourceFileStream file, Stream utf8, int slack, bool open)
    {
        _open = open;
        _file = file;
        _utf8 = utf8;
        _slack = slack;
        _buffer = new byte[Chunk + slack];
    }

    /// <summary>The content is the first <see cref="Length"/> bytes.</summary>
    public byte[] Buffer => _buffer;

    public int Length { get; private set; }

    /// <summary>Whether nothing follows this buffer.</summary>
    public bool IsLast { get; private set; }

    /// <summary>Whether the file was being written to and this last buffer may end in the middle of a line.</summary>
    public bool EndsOpen { get; private set; }

    public long BytesRead => _file.Position;

    /// <summary>Where in the file the content of the buffer ends. Only of files in UTF-8: the bytes of others are not those of the buffer.</summary>
    public long End => _file.Position;

    /// <summary>Bytes of the file when it was opened.</summary>
    public long FileLength => _file.Length;

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="encoding">Its encoding.</param>
    /// <param name="slack">Bytes behind the content that must be readable.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <param name="start">The byte at which the reading begins.</param>
    /// <param name="open">Whether more is to be written behind its end, so that a last line without a line end is not whole.</param>
    public static async Task<TextBlocks> OpenAsync(string path, TextEncoding encoding, int slack, CancellationToken cancellationToken, long start = 0, bool open = false)
    {
        SourceFileStream file = SourceFileStream.Open(path, start);
        try
        {
            byte[] mark = new byte[start == 0 ? encoding.Preamble : 0];
            await file.ReadExactlyAsync(mark, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await file.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        Stream utf8 = encoding.IsUtf8 ? file : Encoding.CreateTranscodingStream(file, Replacing(encoding.Encoding), new UTF8Encoding(false), leaveOpen: true);
        return new TextBlocks(file, utf8, slack, open);
    }

    /// <summary>The encoding, with U+FFFD for what it does not have: code pages would write a question mark, which is a value like any other.</summary>
    private static Encoding Replacing(Encoding encoding)
    {
        var replacing = (Encoding)encoding.Clone();
        replacing.DecoderFallback = new DecoderReplacementFallback("\uFFFD");
        return replacing;
    }

    /// <summary>Moves on: the first <paramref name="consumed"/> bytes go, as many as fit are read behind the rest.</summary>
    /// <returns>False when nothing came and nothing will.</returns>
    public async ValueTask<bool> AdvanceAsync(int consumed, CancellationToken cancellationToken)
    {
        int left = Length - consumed;
        _buffer.AsSpan(consumed, left).CopyTo(_buffer);
        Length = left;
        if (IsLast)
        {
            return false;
        }

        if (_buffer.Length - _slack - left < Chunk / 2)
        {
            Array.Resize(ref _buffer, (_buffer.Length * 2) - _slack);
        }

        int room = _buffer.Length - _slack - left;
        int read = await _utf8.ReadAtLeastAsync(_buffer.AsMemory(left, room), room, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        Length += read;
        IsLast = read < room;
        EndsOpen = IsLast && (_open || _file.HasGrown);
        return Length > 0;
    }

    public async ValueTask DisposeAsync()
    {
        if (!ReferenceEquals(_utf8, _file))
        {
            await _utf8.DisposeAsync().ConfigureAwait(false);
        }

        await _file.DisposeAsync().ConfigureAwait(false);
    }
}
