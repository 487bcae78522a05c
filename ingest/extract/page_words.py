# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words of pages that are no articles, in the spelling of ``normalise_for_dates``.

`page_kind` asks for a second sign beside each.
"""

import re

MOVED = re.compile(
    r"(?:page|document|site|object) (?:has )?(?:been )?moved|moved permanently"
    r"|302 found|redirect(?:ing|ed)"
    r"|(?:سيتم|يتم|جاري?|جار) (?:الان )?(?:تحويل|نقل|توجيه|اعاده)"
    r"|اعاده (?:ال)?توجيه|(?:انتقلت|نقلت|تم نقل) (?:هذه )?الصفحه"
)
_THING = r"(?:الصفحه|المقاله?|الخبر|المحتوي|الرابط|الموضوع|الملف)"
_LOST = (
    r"(?:غير (?:موجوده?|متوفره?|متاحه?)|تم حذفها?|محذوفه?|لا توجد|لا يوجد|ليست موجوده"
    r"|(?:لم|لا) (?:يعد |تعد )?(?:موجوده?|متاحه?))"
)
ERROR_TEXT = re.compile(
    rf"{_THING}(?: (?:المطلوبه?|التي \w+ \w+|الذي \w+ \w+))?(?: عنها| عنه)? {_LOST}"
    r"|(?:لم|لا) (?:يتم|نتمكن من|نستطيع|يمكن) (?:العثور|ايجاد|الوصول)"
    rf" (?:علي |الي )?(?:هذه |هذا )?(?:{_THING}|ما تبحث)"
    r"|(?:page|file|article|url|document|content)(?: you \w+ \w+)? (?:was |is |could )?"
    r"(?:not (?:be )?(?:found|available|exist)|unavailable|missing)"
    r"|(?:لا توجد|لا يوجد|لم يتم العثور علي) (?:اي )?(?:نتاءج|نتيجه)"
    r" (?:ل(?:ل|هذا )?(?:ال)?بحث|مطابق|تطابق)"
    r"|no results (?:were )?(?:found|for|match)"
    r"|aucun r[ée]sultat (?:pour|ne|n['’]a|trouv)"
    r"|(?<!\w)not found(?!\w)|(?:access|permission) denied|(?<!\w)forbidden(?!\w)"
    r"|bad gateway|gateway time-?out|service (?:temporarily )?unavailable"
    r"|internal server error|bad request|error establishing a database connection"
    r"|(?:site|page) (?:is )?under (?:maintenance|construction)|account suspended"
    r"|(?:الموقع|الصفحه|البوابه) (?:تحت|قيد) (?:ال)?(?:صيانه|انشاء|تحديث)"
    r"|page (?:introuvable|non trouv[ée]e)"
    r"|(?:page|article|adresse|contenu)[^.!?]{0,60} n['’]existe (?:pas|plus)"
    r"|(?:seite|artikel) (?:wurde )?nicht gefunden|(?<!\w)sayfa bulunamad"
    r"|p[áa]gina no (?:encontrada|existe)|pagina non trovata"
    r"|صفحه (?:\w+ \w+ )?(?:يافت|پيدا) نشد"
    r"|رمز الخطا|خطا (?:في الخادم|[45]\d\d)|(?:error|خطا)(?: code)?:? ?[45]\d\d"
)
ERROR_NUMBER = re.compile(r"(?:error |خطا |http )?[45]\d\d(?: error| خطا)?")
SEARCH_TITLE = re.compile(
    r"(?:نتاءج|نتيجه) (?:ال)?بحث|search results?|results for|you searched for"
    r"|(?:ال)?بحث ?[:«\"]|(?:ال)?بحث في (?:الموقع|الارشيف)$|search ?[:|-]"
    r"|^(?:search|(?:ال)?بحث)$"
)
NOTICE_TEXT = re.compile(
    r"ملفات (?:تعريف )?الارتباط|الكوكيز|(?<!\w)cookies?(?!\w)|java ?script"
    r"|جافا ?سكر[يب]+ت|متصفحك|سياسه الخصوصيه|privacy policy|checking your browser"
    r"|just a moment|(?:are|you.re) (?:a )?(?:human|robot)|cloudflare|ad ?block"
    r"|مانع الاعلانات|لست (?:روبوت|برنامج)|انك انسان"
)
CHECK_TITLE = re.compile(
    r"just a moment|checking your browser|attention required|access denied"
    r"|please wait|verify(?:ing)? you are|are you (?:a )?(?:human|robot)"
    r"|(?:جار|يتم) التحقق من (?:المتصفح|متصفحك)|لحظه (?:واحده|من فضلك)"
)
# Titles of pages that come before an article, or confirm what a visitor has done.
BARRIER_TITLE = re.compile(
    r"(?:تسجيل|سجل) (?:ال)?(?:دخول|حساب|عضويه)|(?:انشاء|انشيء) حساب"
    r"|(?:نسيت|استعاده) كلمه"
    r"|(?:هذا )?(?:ال)?(?:محتوي|مقال|خبر) (?:متاح |حصري |مخصص |مغلق )*ل(?:ل)?مشتركين"
    r"|للمشتركين فقط|اشترك (?:الان )?(?:ل|كي)|(?:ال)?(?:محتوي|مقال) (?:ال)?مدفوع"
    r"|تحقق (?:من انك|امني)|(?:اثبت|تاكد من|تاكيد) انك"
    r"|(?:شكرا|نشكركم?) (?:ل|علي )(?:ال)?(?:اشتراك|تسجيل|تواصل|تعليق|رسالت|تصويت)\w*"
    r"|تم (?:ال)?(?:تسجيل|اشتراك|ارسال)\w* بنجاح"
    r"|log ?in(?: |$)|sign ?(?:in|up)(?: |$)|create (?:an )?account"
    r"|subscribe (?:to|now)"
    r"|subscribers? only|thank you for|captcha|security check|human verification"
    r"|(?:se )?connect(?:er|ion)$|abonn[ée]s uniquement"
)
BARRIER_TEXT = re.compile(
    r"(?<!\w)captcha|(?:اختبار|رمز) التحقق|للمشتركين فقط|سجل (?:الدخول|دخولك)"
    r"|ليس لديك حساب|اشترك (?:الان )?ل(?:تتمكن|قراءه|متابعه القراءه)|رساله تاكيد"
    r"|(?:ل|من اجل )(?:ال)?متابعه الي الموقع|لاتمام (?:ال)?(?:اشتراك|تسجيل)"
    r"|domain (?:may be|is) for sale"
    r"|(?:النطاق|الدومين) (?:معروض |متاح |متوفر )?للبيع"
    r"|buy this domain|domain (?:name )?(?:has )?expired|كن اول من (?:يعجب|يعلق)"
    r"|معجبون بهذا|يعجبهم هذا|be the first of your friends|people like this"
)
# Titles of pages that every site has.
SITE_TITLE = re.compile(
    r"(?:شروط|اتفاقيه|سياسه) (?:ال)?(?:استخدام|خدمه|خصوصيه|نشر|تعليقات|ملفات تعريف"
    r" الارتباط)(?: و.{1,40})?|(?:اتصل|اتصلوا) بنا|(?:ل)?(?:ال)?اعلان(?:ات)? معنا"
    r"|اعلن معنا|هيءه (?:ال)?تحرير|خريطه (?:ال)?موقع"
    r"|(?:privacy|cookie|comments?) policy|terms (?:of (?:use|service)|and conditions)"
    r"|about us|contact us|advertise with us|site ?map"
    r"|mentions l[ée]gales|politique de confidentialit[ée]|nous contacter"
    r"|contactez-nous"
)
FILES_TITLE = re.compile(r"index of /|directory listing for /|محتويات المجلد /")
