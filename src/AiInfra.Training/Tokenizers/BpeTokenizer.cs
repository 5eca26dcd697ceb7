using System.Collections.Concurrent;
using System.Text;

namespace AiInfra.Training.Tokenizers;

/// <summary>Byte-level byte-pair encoding as GPT-2 has it: any text, and any bytes, become tokens and come back unchanged. Trained here, and kept in the files that Hugging Face's tokenizers and Microsoft.ML.Tokenizers read. Safe from many threads.</summary>
/// <remarks>Words are parted by code points. Microsoft.ML.Tokenizers parts them by UTF-16 units, so letters and digits beyond U+FFFF are signs to it and may become other tokens there.</remarks>
public sealed class BpeTokenizer
{
    private const int KeptWords = 65_536;
    private const int LongestKept = 64;
    private readonly BpeVocabulary _vocabulary;
    private readonly TextParts _parts;
    private readonly ConcurrentDictionary<string, int[]> _words = new(StringComparer.Ordinal);
    private int _kept;

    internal BpeTokenizer(BpeVocabulary vocabulary)
    {
        _vocabulary = vocabulary;
        _parts = new TextParts(vocabulary.Specials);
        SpecialTokens = vocabulary.Specials.ToDictionary(s => Encoding.UTF8.GetString(s.Text), s => (long)s.Token, StringComparer.Ordinal);
    }

    /// <summary>Tokens in all; they are numbered from 0.</summary>
    public int VocabularySize => _vocabulary.Tokens.Count;

    /// <summary>The special tokens and their numbers.</summary>
    public IReadOnlyDictionary<string, long> SpecialTokens { get; }

    /// <summary>Learns a vocabulary. The same texts give the same tokens: the most frequent pair of tokens within words is merged first, of equally frequent ones that with the smaller first token, then the smaller second.</summary>
    /// <param name="texts">Texts; special tokens in them are left out.</param>
    /// <param name="options">How; null takes the defaults.</param>
    /// <param name="cancellationToken">Ends it between two texts or merges.</param>
    /// <exception cref="TokenizerException">There is no text.</exception>
    /// <exception cref="ArgumentException">An option is not one, or a text has half of a surrogate pair.</exception>
    public static BpeTokenizer Train(IEnumerable<string> texts, BpeOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        options = (options ?? new()).Checked(nameof(options));
        var parts = new TextParts([.. options.SpecialTokens.Select((t, i) => (Encoding.UTF8.GetBytes(t), i))]);
        Dictionary<string, long> counts = new(StringComparer.Ordinal);
        Dictionary<string, long>.AlternateLookup<ReadOnlySpan<char>> seen = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (string text in texts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            parts.Walk(
                BytesOf(text, nameof(texts)),
                plain =>
                {
                    var scanner = new WordScanner(plain);
                    while (scanner.Next(out ReadOnlySpan<byte> word))
                    {
                        char[] name = new char[word.Length];
                        Encoding.Latin1.GetChars(word, name);
                        seen[name] = seen.TryGetValue(name, out long before) ? before + 1 : 1;
                    }
                },
                _ => { });
        }

        return counts.Count > 0
            ? new BpeTokenizer(BpeTrainer.Train(counts, options, cancellationToken))
            : throw new TokenizerException("There is no text to learn tokens from: no text was given, or all are empty.");
    }

    /// <summary>Reads a <c>tokenizer.json</c>, or a folder that has one, or <c>vocab.json</c> and <c>merges.txt</c> in its place.</summary>
    /// <param name="path">The file or folder.</param>
    /// <exception cref="TokenizerException">It is cut short, of another kind, or contradicts itself; the message says where.</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    public static BpeTokenizer Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new BpeTokenizer(TokenizerFiles.Read(path));
    }

    /// <summary>Writes <c>tokenizer.json</c>, <c>vocab.json</c> and <c>merges.txt</c> into a folder, which is made where it is not there.</summary>
    /// <exception cref="IOException">They can't be written.</exception>
    public void Save(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        TokenizerFiles.Write(_vocabulary, folder);
    }

    /// <summary>The tokens of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="specialTokens">Whether a special token that is written out in the text becomes that token. Say false for texts of people that you do not trust.</param>
    /// <exception cref="ArgumentException">The text has half of a surrogate pair, which UTF-8 can't write.</exception>
    public long[] Encode(string text, bool specialTokens = true) => Encode(BytesOf(text, nameof(text)), specialTokens);

    /// <summary>The tokens of bytes, usually UTF-8; those that are none are kept as they are.</summary>
    /// <param name="text">The bytes.</param>
    /// <param name="specialTokens">As for a string.</param>
    public long[] Encode(ReadOnlySpan<byte> text, bool specialTokens = true)
    {
        List<long> tokens = new(text.Length / 3);
        if (specialTokens)
        {
            _parts.Walk(text, plain => EncodePlain(plain, tokens), token => tokens.Add(token));
        }
        else
        {
            EncodePlain(text, tokens);
        }

        return [.. tokens];
    }

    /// <summary>The bytes of tokens.</summary>
    /// <exception cref="TokenizerException">A number is no token's; the message names it and its place.</exception>
    public byte[] DecodeBytes(ReadOnlySpan<long> tokens)
    {
        List<byte> bytes = new(tokens.Length * 3);
        for (int i = 0; i < tokens.Length; i++)
        {
            bytes.AddRange(tokens[i] >= 0 && tokens[i] < VocabularySize
                ? _vocabulary.Tokens[(int)tokens[i]]
                : throw new TokenizerException($"Token {tokens[i]} at place {i} is none: the vocabulary has {VocabularySize}, numbered from 0."));
        }

        return [.. bytes];
    }

    /// <summary>The text of tokens. A character of which they have only a part becomes U+FFFD; <see cref="DecodeBytes"/> keeps it.</summary>
    /// <inheritdoc cref="DecodeBytes" path="/exception" />
    public string Decode(ReadOnlySpan<long> tokens) => Encoding.UTF8.GetString(DecodeBytes(tokens));

    private static byte[] BytesOf(string text, string parameter)
    {
        ArgumentNullException.ThrowIfNull(text, parameter);
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetBytes(text);
        }
        catch (EncoderFallbackException e)
        {
            throw new ArgumentException($"The text has half of a surrogate pair at place {e.Index}, which UTF-8 can't write. Mend it where it was cut.", parameter, e);
        }
    }

    private void EncodePlain(ReadOnlySpan<byte> text, List<long> tokens)
    {
        var scanner = new WordScanner(text);
        while (scanner.Next(out ReadOnlySpan<byte> word))
        {
            foreach (int token in OfWord(word))
            {
                tokens.Add(token);
            }
        }
    }

    /// <summary>Words come again and again: those met first are kept.</summary>
    private int[] OfWord(ReadOnlySpan<byte> word)
    {
        if (word.Length > LongestKept)
        {
            return _vocabulary.Encode(word);
        }

        Span<char> name = stackalloc char[LongestKept];
        name = name[..Encoding.Latin1.GetChars(word, name)];
        if (_words.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out int[]? known))
        {
            return known;
        }

        int[] tokens = _vocabulary.Encode(word);
        if (Volatile.Read(ref _kept) < KeptWords && _words.TryAdd(name.ToString(), tokens))
        {
            Interlocked.Increment(ref _kept);
        }

        return tokens;
    }
}
