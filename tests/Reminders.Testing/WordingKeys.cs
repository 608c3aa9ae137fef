using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text;

namespace Reminders.Testing;

/// <summary>
/// The keys of all sentences that an assembly makes. The compiler writes an interpolated string that becomes a <see cref="Wording"/> as a
/// constructor with the lengths of the sentence and a call for each part; this reads those calls.
/// </summary>
public sealed class WordingKeys
{
    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields()
        .Select(f => (OpCode)f.GetValue(null)!).ToDictionary(c => c.Value);

    private readonly PEReader file;
    private readonly MetadataReader metadata;
    private readonly SortedSet<string> keys = new(StringComparer.Ordinal);

    private WordingKeys(PEReader file) => (this.file, metadata) = (file, file.GetMetadataReader());

    /// <param name="path">The file of the assembly.</param>
    public static IReadOnlySet<string> In(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var found = new WordingKeys(file);
        foreach (var handle in found.metadata.MethodDefinitions)
        {
            if (found.metadata.GetMethodDefinition(handle).RelativeVirtualAddress is > 0 and var address)
                found.Read(file.GetMethodBody(address).GetILReader());
        }
        return found.keys;
    }

    private void Read(BlobReader il)
    {
        // A part may itself be a sentence, so sentences nest.
        var begun = new Stack<Sentence>();
        var numbers = new Queue<int>();
        var text = "";
        while (il.RemainingBytes > 0)
        {
            var first = il.ReadByte();
            var code = Codes[first == 0xFE ? unchecked((short)(0xFE00 | il.ReadByte())) : first];
            var operand = code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI => il.ReadSByte(),
                OperandType.ShortInlineVar => il.ReadByte(),
                OperandType.InlineVar => il.ReadInt16(),
                OperandType.InlineI8 or OperandType.InlineR => il.ReadInt64(),
                OperandType.InlineSwitch => Skip(ref il),
                _ => il.ReadInt32(),
            };
            if (Number(code, operand) is { } number)
            {
                numbers.Enqueue(number);
                if (numbers.Count > 2)
                    numbers.Dequeue();
            }
            else if (code == OpCodes.Ldstr)
            {
                text = metadata.GetUserString((UserStringHandle)MetadataTokens.Handle((int)operand));
            }
            else if (code == OpCodes.Newobj && IsOfWording((int)operand, out _) && numbers.Count == 2)
            {
                begun.Push(new(numbers.Dequeue(), numbers.Dequeue()));
            }
            else if ((code == OpCodes.Call || code == OpCodes.Callvirt) && IsOfWording((int)operand, out var method))
            {
                if (method == nameof(Wording.AppendLiteral))
                    begun.Peek().Add(text);
                else if (method == nameof(Wording.AppendFormatted))
                    begun.Peek().AddPlace();
            }
            while (begun.TryPeek(out var sentence) && sentence.IsComplete)
                keys.Add(begun.Pop().Key);
        }
    }

    private static long Skip(ref BlobReader il)
    {
        var targets = il.ReadInt32();
        il.Offset += targets * sizeof(int);
        return 0;
    }

    private static int? Number(OpCode code, long operand) =>
        code == OpCodes.Ldc_I4 || code == OpCodes.Ldc_I4_S ? (int)operand
        : code.Value >= OpCodes.Ldc_I4_0.Value && code.Value <= OpCodes.Ldc_I4_8.Value ? code.Value - OpCodes.Ldc_I4_0.Value
        : null;

    private bool IsOfWording(int token, out string method)
    {
        var handle = MetadataTokens.EntityHandle(token);
        if (handle.Kind == HandleKind.MethodSpecification)
            handle = metadata.GetMethodSpecification((MethodSpecificationHandle)handle).Method;
        (method, var owner) = ("", default(EntityHandle));
        if (handle.Kind == HandleKind.MemberReference)
        {
            var member = metadata.GetMemberReference((MemberReferenceHandle)handle);
            (method, owner) = (metadata.GetString(member.Name), member.Parent);
        }
        else if (handle.Kind == HandleKind.MethodDefinition)
        {
            var member = metadata.GetMethodDefinition((MethodDefinitionHandle)handle);
            (method, owner) = (metadata.GetString(member.Name), member.GetDeclaringType());
        }
        return owner.Kind switch
        {
            HandleKind.TypeReference => metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)owner).Name),
            HandleKind.TypeDefinition => metadata.GetString(metadata.GetTypeDefinition((TypeDefinitionHandle)owner).Name),
            _ => "",
        } == nameof(Wording);
    }

    private sealed class Sentence(int letters, int places)
    {
        private readonly StringBuilder key = new();
        private int placesSeen;
        private int lettersSeen;

        public string Key => key.ToString();

        public bool IsComplete => lettersSeen == letters && placesSeen == places;

        public void Add(string text)
        {
            lettersSeen += text.Length;
            key.Append(text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));
        }

        public void AddPlace() => key.Append('{').Append(placesSeen++).Append('}');
    }
}
